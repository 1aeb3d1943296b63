// Answers of bulk calls: each id has its own outcome, and one refusal does not stop the others.
import * as z from 'zod/mini';

export const bulkOutcome = z.object({
  id: z.string(),
  outcome: z.enum(['done', 'refused', 'not_found', 'failed']),
  /** Problem code of a refusal, for example `CASE.ILLEGAL_TRANSITION`. */
  code: z.nullable(z.string()),
  /** The effect, or the reason for the refusal, in words. */
  detail: z.string(),
  /** Allowed values, where they are known. */
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
