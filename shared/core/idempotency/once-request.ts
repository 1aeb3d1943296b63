// A request with an `Idempotency-Key`: what the mark of it in the table is made from and compared with.

import { keyReused } from '../../errors/key-reused.ts';

/** A request that may be repeated. */
export interface OnceRequest {
  /** SHA-256 of caller, method, path and key. */
  readonly keyHash: string;
  /** SHA-256 of what was asked for; undefined compares nothing. */
  readonly fingerprint?: string | undefined;
}

/** A request's key and payload as its mark needs them; undefined for a request without a key. */
export function onceOf(request: {
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}): OnceRequest | undefined {
  const { idempotencyKeyHash: keyHash, payloadFingerprint: fingerprint } = request;
  return keyHash === undefined ? undefined : { keyHash, fingerprint };
}

/**
 * @param fingerprint Of the request that used the key before
 * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when that one asked for something else
 */
export function refuseReuse(fingerprint: string | undefined, request: OnceRequest): void {
  if (fingerprint !== undefined && request.fingerprint !== undefined && fingerprint !== request.fingerprint) {
    throw keyReused();
  }
}
