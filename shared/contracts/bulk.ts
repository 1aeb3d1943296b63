// Answers of calls that act on several things at once: each has its own outcome, and one refusal stops no other.
import * as z from 'zod/mini';

export const bulkOutcome = z.object({
  id: z.string(),
  outcome: z.enum(['done', 'refused', 'not_found', 'failed']),
  /** Problem code of a refusal, for example `CASE.ILLEGAL_TRANSITION`. */
  code: z.nullable(z.string()),
  /** In words: what was done, or why not. */
  detail: z.string(),
  /** What would have been allowed, where that is known. */
  allowed: z.optional(z.array(z.string())),
  version: z.nullable(z.number()),
});
export type BulkOutcome = z.output<typeof bulkOutcome>;

export const bulkResult = z.object({
  done: z.number(),
  refused: z.number(),
  outcomes: z.array(bulkOutcome),
});
export type BulkResult = z.output<typeof bulkResult>;
