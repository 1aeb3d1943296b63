// Item types of erasures.
import type { Erasure } from '../../contracts/intake.ts';
import type { Key } from '../engine/keys.ts';

/** An erasure with its progress. The address is not stored; each call that continues it names the address again. */
export interface ErasureItem extends Key, Omit<Erasure, 'erasure_id'> {
  readonly entity: 'erasure';
  readonly requested_by_id: string;
  /** Each step adds 1, so that concurrent calls do not count a step twice. */
  readonly version: number;
  /** Next position of the walk; null at the end. */
  readonly position: ErasurePosition | null;
  /** Submissions that were found and may be erased in part; the next step erases them first. */
  readonly in_hand: readonly string[];
  readonly list_pk: string;
  readonly list_sk: string;
}

/**
 * Position of an erasure in its walk over events: first all events, then the newest, until a walk over these finds no
 * submission.
 */
export interface ErasurePosition {
  readonly place: 'events' | 'newest';
  /** True when this walk has found a submission. */
  readonly again?: boolean | undefined;
  /** Index of the shard. */
  readonly shard: number;
  /** Sort key after which the walk continues. */
  readonly after: string;
}

/** Reference to the newest erasure of a requester. */
export interface ErasureOfItem extends Key {
  readonly entity: 'erasure_of';
  readonly erasure_id: string;
  readonly status: Erasure['status'];
}
