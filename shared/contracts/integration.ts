// The edge of the integration boundary: outbox events, sync logs and parked dead letters as people read them.
import * as z from 'zod/mini';
import { correlationId, deadLetterId, eventId } from './ids.ts';
import { instant } from './page.ts';
import { text } from './text.ts';
import { eventTypes } from './values/event-types.ts';

export const eventStatuses = ['pending', 'completed', 'dead_lettered'] as const;
export type EventStatus = (typeof eventStatuses)[number];

export const integrationEvent = z.object({
  event_id: eventId,
  event_type: z.enum(eventTypes),
  source_system: z.string(),
  event_status: z.enum(eventStatuses),
  correlation_id: correlationId,
  causation_id: z.nullable(z.string()),
  /** Id of the record the event is about: a submission or a case. */
  subject: z.string(),
  trace_id: z.string(),
  created_at: instant,
  completed_at: z.nullable(instant),
  data: z.record(z.string(), z.unknown()),
});
export type IntegrationEvent = z.output<typeof integrationEvent>;

export const syncOutcomes = ['succeeded', 'skipped', 'failed'] as const;
export type SyncOutcome = (typeof syncOutcomes)[number];

export const syncLog = z.object({
  sync_log_id: z.string(),
  event_id: z.nullable(eventId),
  event_type: z.nullable(z.string()),
  correlation_id: z.nullable(correlationId),
  outcome: z.enum(syncOutcomes),
  /** What was done, or why it was not, in words. */
  message: z.string(),
  /** Which delivery of the message this was, from 1. */
  attempt: z.number(),
  /** Version of the sync function that did it. */
  worker_version: z.string(),
  processed_at: instant,
});
export type SyncLog = z.output<typeof syncLog>;

export const deadLetterKinds = ['queue', 'stream'] as const;

/** `redriven`: its event is back at work; `dismissed`: somebody decided that nothing is to be done. */
export const deadLetterStatuses = ['parked', 'redriven', 'dismissed'] as const;
export type DeadLetterStatus = (typeof deadLetterStatuses)[number];

/** What an operator decided about a dead letter. */
export const deadLetterDecision = z.object({
  action: z.enum(['redriven', 'dismissed']),
  decided_by: z.string(),
  decided_by_id: z.string(),
  reason: z.string(),
  decided_at: instant,
});
export type DeadLetterDecision = z.output<typeof deadLetterDecision>;

export const deadLetter = z.object({
  dead_letter_id: deadLetterId,
  kind: z.enum(deadLetterKinds),
  status: z.enum(deadLetterStatuses),
  event_id: z.nullable(z.string()),
  event_type: z.nullable(z.string()),
  correlation_id: z.nullable(z.string()),
  trace_id: z.nullable(z.string()),
  cause: z.object({ code: z.string(), message: z.string() }),
  attempts: z.number(),
  parked_at: instant,
  /** How often it was redriven so far. */
  redrives: z.number(),
  /** What may be done with it now, and why not the rest. */
  actions: z.object({
    redrive: z.object({ allowed: z.boolean(), why: z.nullable(z.string()) }),
    dismiss: z.object({ allowed: z.boolean(), why: z.nullable(z.string()) }),
  }),
  /** Oldest first. */
  decisions: z.array(deadLetterDecision),
  /** The message as it was received, cut at 16 KiB; personal data is masked for viewers. */
  body: z.string(),
});
export type DeadLetter = z.output<typeof deadLetter>;

/** Body of redrive and dismiss of one dead letter. */
export const deadLetterDecisionBody = z.strictObject({ reason: text(512) });

/** Body of `POST /integration/dead-letters/redrive`. */
export const bulkRedriveBody = z.strictObject({
  dead_letter_ids: z.array(deadLetterId).check(z.minLength(1), z.maxLength(100)),
  reason: text(512),
});
