// Contract of error answers: RFC 9457 problem documents.
import * as z from 'zod/mini';

/** Prefix of `type`; the lower-case code follows. */
export const problemTypePrefix = 'urn:integration-hub:problem:';

export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  /** Path of the request. */
  instance: z.optional(z.string()),
  /** Stable code, for example `CASE.ILLEGAL_TRANSITION`. */
  code: z.string(),
  /** Trace id of the request, for support. */
  trace_id: z.string(),
  /** True when the same request may succeed later without a change. */
  retryable: z.boolean(),
  /** Refused fields: `#/...` points into the body, `query:`, `path:` and `header:` name a parameter. */
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});
export type Problem = z.output<typeof problem>;
