// Creates the error for an `Idempotency-Key` that an earlier, different request used.
import { HubError } from './hub-error.ts';

export function keyReused(cause?: unknown): HubError {
  return new HubError({
    kind: 'unprocessable',
    code: 'IDEMPOTENCY.KEY_REUSED',
    message: 'this Idempotency-Key was used for another request within 24 hours; use a new key for a new request',
    ...(cause === undefined ? {} : { cause }),
  });
}
