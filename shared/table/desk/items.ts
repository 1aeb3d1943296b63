// The shapes of items: desk items. What an id already says is not stored twice: the stores beside this file map both ways.
import type { DeadLetterDecision, DeadLetterStatus } from '../../contracts/dead-letter.ts';
import type { OnceRequest } from '../../core/idempotency/once-request.ts';
import type { Key } from '../engine/keys.ts';

/** A decision, with the request that made it if it had an `Idempotency-Key`, so that a retry after a crash finds it. */
export type StoredDecision = DeadLetterDecision & { readonly once?: OnceRequest };

export interface DeadLetterItem extends Key {
  readonly entity: 'dead_letter';
  readonly kind: 'queue' | 'stream';
  readonly status: DeadLetterStatus;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly correlation_id: string | null;
  readonly trace_id: string | null;
  readonly cause: { readonly code: string; readonly message: string };
  readonly attempts: number;
  readonly parked_at: string;
  /** Absent on items of older versions: never redriven, nothing decided. */
  readonly redrives?: number;
  readonly decisions?: readonly StoredDecision[];
  readonly body: string;
  readonly list_pk: string;
  readonly list_sk: string;
}
