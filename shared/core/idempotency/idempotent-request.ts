// A request with an `Idempotency-Key`: the values that its mark in the table holds and is compared with.

import { keyReused } from '../../errors/key-reused.ts';

export interface IdempotentRequest {
  /** SHA-256 of caller, method, path and key. */
  readonly keyHash: string;
  /** SHA-256 of the payload; undefined skips the comparison. */
  readonly fingerprint?: string | undefined;
}

/** Key and payload of a request; undefined for a request without a key. */
export function idempotentRequestOf(request: {
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}): IdempotentRequest | undefined {
  const { idempotencyKeyHash: keyHash, payloadFingerprint: fingerprint } = request;
  return keyHash === undefined ? undefined : { keyHash, fingerprint };
}

/**
 * @param fingerprint Fingerprint of the earlier request with the key
 * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when that request had another payload
 */
export function refuseKeyReuse(fingerprint: string | undefined, request: IdempotentRequest): void {
  if (fingerprint !== undefined && request.fingerprint !== undefined && fingerprint !== request.fingerprint) {
    throw keyReused();
  }
}
