// Keys of erasures, and of the newest one of each requester.
import type { Key } from '../engine/keys.ts';

export const erasureKey = (erasureId: string): Key => ({ pk: `INTAKE#ERASURE#${erasureId}`, sk: 'ERASURE' });
/** Reference to the newest erasure of a requester, by the keyed hash of the address. */
export const erasureOfKey = (requesterHash: string): Key => ({
  pk: `INTAKE#ERASURE-OF#${requesterHash}`,
  sk: 'NEWEST',
});
export const erasureListPartition = 'INTAKE#ERASURES';
/** Key of the hash of addresses; the first erasure creates it. */
export const erasureSecretKey: Key = { pk: 'INTAKE#ERASURE-SECRET', sk: 'SECRET' };
