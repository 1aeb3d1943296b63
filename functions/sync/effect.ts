// The form of an effect: what one event type does, in one transaction with the event's completion.
import type { EventData, EventType } from '../../shared/contracts/events/catalogue.ts';
import type { EventClaim } from '../../shared/core/events/event-claim.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { SyncResult } from '../../shared/table/outbox/items.ts';
import type { SyncOutcomeKind, SyncStore } from '../../shared/table/sync/sync-store.ts';

export type SyncEventResult =
  | { readonly kind: 'synced' | 'skipped'; readonly message: string }
  /** Another delivery of the same event was first. */
  | { readonly kind: 'duplicate' };

export interface EffectDeps {
  readonly sync: SyncStore;
  /** Version of this function, kept in sync logs and lineage. */
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

/** @throws HubError when the outbox does not have the event, or has it otherwise. */
export function settled(outcome: SyncOutcomeKind, done: SyncEventResult, claim: EventClaim): SyncEventResult {
  if (outcome.kind === 'done') return done;
  if (outcome.kind === 'settled-before') return { kind: 'duplicate' };
  if (outcome.kind === 'event-differs') {
    throw new HubError({
      kind: 'defect',
      code: 'EVENT.NOT_AS_IN_OUTBOX',
      message: `event ${claim.eventId} says something else in the outbox than in this message; the message is not trusted`,
    });
  }
  throw new HubError({
    kind: 'defect',
    code: 'EVENT.NOT_IN_OUTBOX',
    message: `event ${claim.eventId} is not in the outbox of ${claim.correlationId}; it was not made by the hub`,
  });
}
