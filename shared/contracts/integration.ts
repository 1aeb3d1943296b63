// The edge of the integration boundary: outbox events, sync logs and parked dead letters as people read them.
import * as z from 'zod/mini';
import { correlationId, deadLetterId, eventId } from './ids.ts';
import { instant } from './page.ts';

export const eventTypes = ['RequestCreated', 'OperationalCaseStatusChanged'] as const;
export type EventType = (typeof eventTypes)[number];

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

export const deadLetter = z.object({
  dead_letter_id: deadLetterId,
  kind: z.enum(deadLetterKinds),
  status: z.enum(['parked']),
  event_id: z.nullable(z.string()),
  event_type: z.nullable(z.string()),
  correlation_id: z.nullable(z.string()),
  trace_id: z.nullable(z.string()),
  cause: z.object({ code: z.string(), message: z.string() }),
  attempts: z.number(),
  parked_at: instant,
  /** The message as it was received, cut at 16 KiB; personal data is masked for viewers. */
  body: z.string(),
});
export type DeadLetter = z.output<typeof deadLetter>;
