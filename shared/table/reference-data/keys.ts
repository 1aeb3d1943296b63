// Keys of the reference boundary: the catalogue and the development issuer's key pair.
import { type Key, padded } from '../engine/keys.ts';

/** The development issuer's public keys; every API function may read them. */
export const issuerKeysKey: Key = { pk: 'REF#ISSUER', sk: 'JWKS' };

/** The development issuer's private key; only the issuer may read it. */
export const issuerPrivateKeyKey: Key = { pk: 'REF#ISSUER-PRIVATE', sk: 'KEY' };

/** Partition of all changes of the reference catalogue, so that one Query reads it. */
export const cataloguePartition = 'REF#CATALOGUE';
/** Count of the changes of the catalogue. */
export const catalogueKey: Key = { pk: cataloguePartition, sk: 'CATALOGUE' };

export const referenceValueKey = (kind: string, code: string): Key => ({
  pk: cataloguePartition,
  sk: `VALUE#${kind}#${code}`,
});
export const referenceHistoryPartition = (kind: string, code: string): string =>
  `${cataloguePartition}#HISTORY#${kind}#${code}`;

export const referenceHistoryKey = (kind: string, code: string, version: number): Key => ({
  pk: referenceHistoryPartition(kind, code),
  sk: `HISTORY#${padded(version)}`,
});
/** Idempotency mark of a change of the catalogue, written in its transaction. */
export const referenceIdempotencyMarkKey = (keyHash: string): Key => ({
  pk: `${cataloguePartition}#ONCE#${keyHash}`,
  sk: 'ONCE',
});
