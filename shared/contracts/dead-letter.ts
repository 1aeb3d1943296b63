// Contract of dead letters and of the decisions about them.
import * as z from 'zod/mini';
import { bulkResult } from './bulk.ts';
import { deskDecision, fingerprint } from './desk.ts';
import { deadLetterId } from './ids.ts';
import { instant, pageQuery } from './page.ts';
import { text } from './text.ts';
import { deadLetterDecisions, deadLetterStatuses } from './values/dead-letters.ts';
import { textLimits } from './values/text-limits.ts';

export const deadLetterKinds = ['queue', 'stream'] as const;

export type DeadLetterStatus = (typeof deadLetterStatuses)[number];

const deadLetterDecision = deskDecision(deadLetterDecisions);

/** The subject of a dead letter. */
export const deadLetterSubject = z.object({
  kind: z.enum(deadLetterKinds),
  event_id: z.nullable(z.string()),
  event_type: z.nullable(z.string()),
  correlation_id: z.nullable(z.string()),
});

/** Evidence for the decision of an operator. */
export const deadLetterEvidence = z.object({
  trace_id: z.nullable(z.string()),
  cause: z.object({ code: z.string(), message: z.string() }),
  attempts: z.number(),
  /** The received message, cut at 16 KiB; personal data are masked for viewers. */
  body: z.string(),
});

export const deadLetter = z.object({
  dead_letter_id: deadLetterId,
  status: z.enum(deadLetterStatuses),
  fingerprint,
  ...deadLetterSubject.shape,
  ...deadLetterEvidence.shape,
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
});
export type DeadLetter = z.output<typeof deadLetter>;

/** Query of `GET /integration/dead-letters`. */
export const deadLetterListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.optional(z.enum(deadLetterStatuses)),
  fingerprint: z.optional(fingerprint),
});
export type DeadLetterListQuery = z.output<typeof deadLetterListQuery>;

/** Parked letters of one cause. */
export const deadLetterGroup = z.object({
  fingerprint,
  count: z.number(),
  /** When the first and the last of those that wait were parked. */
  first_seen_at: instant,
  last_seen_at: instant,
  event_type: z.nullable(z.string()),
  /** Of the last letter, in full. */
  cause: deadLetterEvidence.shape.cause,
  /** The last letter. */
  sample_id: deadLetterId,
  /** The last decision about a letter with this fingerprint, whether it waits again or not. */
  last_decision: z.nullable(deadLetterDecision),
});
export type DeadLetterGroup = z.output<typeof deadLetterGroup>;

/** Body of redrive and dismiss of one dead letter. */
export const deadLetterDecisionBody = z.strictObject({ reason: text(textLimits.reason) });

/** Most letters that one call decides about. */
const mostLetters = 100;

/** Body of `POST /integration/dead-letters/redrive` and `…/dismiss`: the letters by id, or those that a filter finds. */
export const deadLetterSetBody = z
  .strictObject({
    dead_letter_ids: z.optional(z.array(deadLetterId).check(z.minLength(1), z.maxLength(mostLetters))),
    filter: z.optional(
      z.strictObject({
        status: z.literal('parked'),
        fingerprint: z.optional(fingerprint),
        /** `next` of the answer before. */
        cursor: z.optional(z.string().check(z.maxLength(1024))),
      }),
    ),
    reason: text(textLimits.reason),
  })
  .check(
    z.refine((body) => (body.dead_letter_ids === undefined) !== (body.filter === undefined), {
      error: 'must have either dead_letter_ids or filter',
    }),
  );
export type DeadLetterSetBody = z.output<typeof deadLetterSetBody>;

/** Answer of a decision about a set: at most a hundred letters, and how to go on. */
export const deadLetterSetResult = z.extend(bulkResult, {
  /** Letters that the filter finds beyond these. */
  remaining: z.number(),
  /** `filter.cursor` for the next of them; null at the end. */
  next: z.nullable(z.string()),
});
export type DeadLetterSetResult = z.output<typeof deadLetterSetResult>;
