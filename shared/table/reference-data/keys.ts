// Keys of the reference boundary: the catalogue and the development issuer's key pair.
import { type Key, padded } from '../engine/keys.ts';

/** The development issuer's public keys; every API function may read them. */
export const issuerKeysKey: Key = { pk: 'REF#ISSUER', sk: 'JWKS' };

/** The development issuer's private key; only the issuer may read it. */
export const issuerPrivateKeyKey: Key = { pk: 'REF#ISSUER-PRIVATE', sk: 'KEY' };

/** Changes of the reference catalogue, one partition: the catalogue is one Query. */
export const cataloguePartition = 'REF#CATALOGUE';
/** Counts the changes of the catalogue, so that each is decided on what the one before it left. */
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
/** Marks an `Idempotency-Key` as used for a change of the catalogue, in the transaction that used it. */
export const referenceOnceKey = (keyHash: string): Key => ({ pk: `${cataloguePartition}#ONCE#${keyHash}`, sk: 'ONCE' });
