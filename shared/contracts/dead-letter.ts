// Contract of dead letters and of the decisions about them.
import * as z from 'zod/mini';
import { deadLetterId } from './ids.ts';
import { instant } from './page.ts';
import { text } from './text.ts';

export const deadLetterKinds = ['queue', 'stream'] as const;

/** `redriven`: its event is pending again; `dismissed`: an operator decided that it needs no action. */
export const deadLetterStatuses = ['parked', 'redriven', 'dismissed'] as const;
export type DeadLetterStatus = (typeof deadLetterStatuses)[number];

/** An operator's decision about a dead letter. */
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
  /** Number of redrives so far. */
  redrives: z.number(),
  /** For each action: allowed now, or the reason why not. */
  actions: z.object({
    redrive: z.object({ allowed: z.boolean(), why: z.nullable(z.string()) }),
    dismiss: z.object({ allowed: z.boolean(), why: z.nullable(z.string()) }),
  }),
  /** Oldest first. */
  decisions: z.array(deadLetterDecision),
  /** The received message, cut at 16 KiB; personal data are masked for viewers. */
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
