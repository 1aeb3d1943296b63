// Keys of erasures: what was asked for, and the newest one of each requester.
import type { Key } from '../engine/keys.ts';

export const erasureKey = (erasureId: string): Key => ({ pk: `INTAKE#ERASURE#${erasureId}`, sk: 'ERASURE' });
/** Names the newest erasure of a requester, who is known by a keyed hash. */
export const erasureOfKey = (requesterHash: string): Key => ({
  pk: `INTAKE#ERASURE-OF#${requesterHash}`,
  sk: 'NEWEST',
});
export const erasureListPartition = 'INTAKE#ERASURES';
/** Secret that requesters are hashed with; made by the first erasure. */
export const erasureSecretKey: Key = { pk: 'INTAKE#ERASURE-SECRET', sk: 'SECRET' };
