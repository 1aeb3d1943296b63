// Finds events that are still owed long after they were written and sends them again: the net under a lost queue,
// a trimmed stream, a mapping that is switched off and a redrive that broke off. What it reads is what is owed, not the table.
import { owedSinceMs } from '../../shared/core/owed-since.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { EventItem } from '../../shared/table/items.ts';
import { type RelayEventsDeps, sendAgain } from './relay-events.ts';

export interface SweepOutboxDeps extends RelayEventsDeps {
  readonly events: Pick<EventStore, 'owed'>;
  readonly nowMs: () => number;
  /** Lowest event id of an instant, so that ids can be compared with times. */
  readonly eventIdAt: (ms: number) => string;
  /** Told what is owed, before anything is sent, so that it is known even when the queue refuses. @default nobody */
  readonly tell?: (backlog: Backlog) => void;
}

export interface Backlog {
  /** Events that are owed. */
  readonly size: number;
  /** How long the one has been owed that has been owed longest; 0 when nothing has for a minute. */
  readonly lagSeconds: number;
}

export interface SweepResult {
  readonly resent: number;
  readonly older_than_seconds: number;
}

/** An event that is on its way takes about a second; a minute is a sure sign that it is not. */
export const overdueAfterMs = 60_000;
const perShard = 200;

/**
 * The scheduled sweep: an event is sent again 1, 2, 4, 8, … minutes after it was written, or redriven. Between these it may
 * well be on the queue, where a failed delivery hides for a minute; sending it each minute would multiply its deliveries.
 */
export async function sweepOutbox(deps: SweepOutboxDeps): Promise<SweepResult> {
  return sweep(deps, isDue);
}

/** An operator's sweep: everything that is overdue, whatever its age. */
export async function sweepAllOverdue(deps: SweepOutboxDeps): Promise<SweepResult> {
  return sweep(deps, (ageMs) => ageMs >= overdueAfterMs);
}

async function sweep(deps: SweepOutboxDeps, due: (ageMs: number) => boolean): Promise<SweepResult> {
  const nowMs = deps.nowMs();
  const ageMs = (event: EventItem): number => nowMs - owedSinceMs(event);
  const { count, overdue } = await deps.events.owed(deps.eventIdAt(nowMs - overdueAfterMs), perShard);
  // Not Math.max(...): a backlog may be longer than an argument list.
  const oldestMs = overdue.reduce((oldest, event) => Math.max(oldest, ageMs(event)), 0);
  deps.tell?.({ size: count, lagSeconds: oldestMs / 1000 });
  const again = overdue.filter((event) => due(ageMs(event)));
  return { resent: await sendAgain(again, deps), older_than_seconds: overdueAfterMs / 1000 };
}

/** Whether an event of this age is sent again by a sweep that runs once a minute: its whole minutes are a power of two. */
export function isDue(ageMs: number): boolean {
  const minutes = Math.floor(ageMs / 60_000);
  return minutes >= 1 && Number.isInteger(Math.log2(minutes));
}
