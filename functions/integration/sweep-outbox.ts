// Finds events that are still owed long after they were written and sends them again: the net under a lost queue,
// a trimmed stream and a mapping that is switched off. What it reads is what is owed, not the table.
import type { EventStore } from '../../shared/table/event-store.ts';
import type { EventItem } from '../../shared/table/items.ts';
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

/**
 * The scheduled sweep: an event is sent again 1, 2, 4, 8, … minutes after it was written. Between these it may well be on
 * the queue, where a failed delivery hides for a minute; sending it each minute would multiply its deliveries.
 */
export async function sweepOutbox(deps: SweepOutboxDeps): Promise<SweepResult> {
  return sweep(deps, (event) => isDue(deps.nowMs() - Date.parse(event.created_at)));
}

/** An operator's sweep: everything that is overdue, whatever its age. */
export async function sweepAllOverdue(deps: SweepOutboxDeps): Promise<SweepResult> {
  return sweep(deps, () => true);
}

async function sweep(deps: SweepOutboxDeps, due: (event: EventItem) => boolean): Promise<SweepResult> {
  const overdue = await deps.events.overdue(deps.eventIdAt(deps.nowMs() - overdueAfterMs), perShard);
  return { resent: await sendAgain(overdue.filter(due), deps), older_than_seconds: overdueAfterMs / 1000 };
}

/** Whether an event of this age is sent again by a sweep that runs once a minute: its whole minutes are a power of two. */
export function isDue(ageMs: number): boolean {
  const minutes = Math.floor(ageMs / 60_000);
  return minutes >= 1 && Number.isInteger(Math.log2(minutes));
}
