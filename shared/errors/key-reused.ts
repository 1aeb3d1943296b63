// The answer to an `Idempotency-Key` that was used for another request before.
import { HubError } from './hub-error.ts';

export function keyReused(cause?: unknown): HubError {
  return new HubError({
    kind: 'unprocessable',
    code: 'IDEMPOTENCY.KEY_REUSED',
    message: 'this Idempotency-Key was used for another request within 24 hours; take a new key for a new request',
    ...(cause === undefined ? {} : { cause }),
  });
}
