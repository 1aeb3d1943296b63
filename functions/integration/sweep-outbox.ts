// Finds events that are still owed long after they were written and sends them again: the net under a lost queue,
// a trimmed stream and a mapping that is switched off. What it reads is what is owed, not the table.
import type { EventStore } from '../../shared/table/event-store.ts';
import { type RelayEventsDeps, sendAgain } from './relay-events.ts';

export interface SweepOutboxDeps extends RelayEventsDeps {
  readonly events: Pick<EventStore, 'overdue'>;
  readonly nowMs: () => number;
  /** Lowest event id of an instant, so that ids can be compared with times. */
  readonly eventIdAt: (ms: number) => string;
}

export interface SweepResult {
  readonly resent: number;
  readonly older_than_seconds: number;
}

/** An event that is on its way takes about a second; a minute is a sure sign that it is not. */
export const overdueAfterMs = 60_000;
const perShard = 200;

export async function sweepOutbox(deps: SweepOutboxDeps, olderThanMs: number = overdueAfterMs): Promise<SweepResult> {
  const overdue = await deps.events.overdue(deps.eventIdAt(deps.nowMs() - olderThanMs), perShard);
  return { resent: await sendAgain(overdue, deps), older_than_seconds: olderThanMs / 1000 };
}
