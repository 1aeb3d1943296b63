// The shapes of items: desk items. What an id already says is not stored twice: the store beside this file maps both ways.
import type { DeskDecision, DeskDefinition, DeskItem } from '../../core/desk/desk.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import type { Key } from '../engine/keys.ts';

/** A decision, with the request that made it if it had an `Idempotency-Key`, so that a retry after a crash finds it. */
export type StoredDecision<Desk extends DeskDefinition> = DeskDecision<Desk> & { readonly once?: IdempotentRequest };

/** A decision about an item, shown with later items of its group. */
export interface DeskNoteItem<Desk extends DeskDefinition> extends Key, DeskDecision<Desk> {
  readonly entity: 'desk_note';
}

export interface StoredDeskItem<Desk extends DeskDefinition>
  extends Key,
    Pick<DeskItem<Desk>, 'status' | 'fingerprint' | 'subject' | 'evidence' | 'opened_at'> {
  readonly entity: Desk['entity'];
  readonly decisions: readonly StoredDecision<Desk>[];
  readonly list_pk: string;
  readonly list_sk: string;
}
