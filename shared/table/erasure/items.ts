// The shapes of the table's items about erasures.
import type { Erasure } from '../../contracts/intake.ts';
import type { Key } from '../engine/keys.ts';

/** An erasure with how far it has come. The address is not kept: who goes on with it has to name it again. */
export interface ErasureItem extends Key, Omit<Erasure, 'erasure_id'> {
  readonly entity: 'erasure';
  readonly requested_by_id: string;
  /** One more with each step, so that two who go on with it at once do not count twice. */
  readonly version: number;
  /** Where to look next; null when everything has been looked at. */
  readonly position: ErasurePosition | null;
  /** Submissions that have been found and may be erased in part: whoever goes on erases them before looking further. */
  readonly in_hand: readonly string[];
  readonly list_pk: string;
  readonly list_sk: string;
}

/**
 * Where an erasure looks for submissions: first through all events, then through the newest, until nothing is found
 * among these.
 */
export interface ErasurePosition {
  readonly place: 'events' | 'newest';
  /** Whether anything was found in this walk so far. */
  readonly again?: boolean | undefined;
  /** Index of the shard. */
  readonly shard: number;
  /** Sort key behind which to go on. */
  readonly after: string;
}

/** Names the newest erasure of a requester. */
export interface ErasureOfItem extends Key {
  readonly entity: 'erasure_of';
  readonly erasure_id: string;
  readonly status: Erasure['status'];
}
