// Runs the effect of one event's type. The effect and the completion of the event are one transaction, so a redelivery
// changes nothing.

import type { ReadEvent } from '../../shared/contracts/read-message.ts';
import { claimOf } from '../../shared/core/events/event-claim.ts';
import type { EffectDeps, EffectOn, Log, SyncEventResult } from './effect.ts';
import type { Effects } from './effects.ts';

export interface SyncEventDeps extends EffectDeps {
  readonly effects: Effects;
  readonly now: () => Date;
}

/** @param attempt Number of the delivery, from 1 */
export function syncEvent(read: ReadEvent, attempt: number, deps: SyncEventDeps): Promise<SyncEventResult> {
  const processedAt = deps.now().toISOString();
  const log: Log = (message, outcome = 'succeeded') => ({
    outcome,
    message,
    attempt,
    worker_version: deps.workerVersion,
    processed_at: processedAt,
  });
  // The reader has validated the data by the schema of this type.
  const effect: EffectOn<never> = deps.effects[read.eventType];
  return effect(read.event.data as never, { claim: claimOf(read), log }, deps);
}
