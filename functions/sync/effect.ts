// Type of an effect: the writes of one event type, in one transaction with the completion of the event.
import type { EventData, EventType } from '../../shared/contracts/events/catalogue.ts';
import type { EventClaim } from '../../shared/core/events/event-claim.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { SyncResult } from '../../shared/table/outbox/items.ts';
import type { SyncOutcomeKind, SyncStore } from '../../shared/table/sync/sync-store.ts';

export type SyncEventResult =
  | { readonly kind: 'synced' | 'skipped'; readonly message: string }
  /** Another delivery has already settled the event. */
  | { readonly kind: 'duplicate' };

export interface EffectDeps {
  readonly sync: SyncStore;
  /** Version of this function, for sync logs and lineage. */
  readonly workerVersion: string;
}

/** Makes the sync log of this attempt. */
export type Log = (message: string, outcome?: SyncResult['outcome']) => SyncResult;

export interface EventAttempt {
  readonly claim: EventClaim;
  readonly log: Log;
}

export type EffectOn<Data> = (data: Data, attempt: EventAttempt, deps: EffectDeps) => Promise<SyncEventResult>;
export type Effect<Type extends EventType> = EffectOn<EventData<Type>>;

/** @throws HubError when the outbox lacks the event or holds other values of it */
export function settled(outcome: SyncOutcomeKind, done: SyncEventResult, claim: EventClaim): SyncEventResult {
  if (outcome.kind === 'done') return done;
  if (outcome.kind === 'settled-before') return { kind: 'duplicate' };
  if (outcome.kind === 'event-differs') {
    throw new HubError({
      kind: 'defect',
      code: 'EVENT.NOT_AS_IN_OUTBOX',
      message: `event ${claim.eventId} differs between the outbox and this message; the message is not trusted`,
    });
  }
  throw new HubError({
    kind: 'defect',
    code: 'EVENT.NOT_IN_OUTBOX',
    message: `event ${claim.eventId} is not in the outbox of ${claim.correlationId}; the hub did not create it`,
  });
}
