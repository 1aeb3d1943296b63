// When an event that stays owed is sent again.
import { stableHash } from '../text/stable-hash.ts';

/** An event that is on its way takes about a second; a minute is a sure sign that it is not. */
export const overdueAfterMs = 60_000;
const minuteMs = 60_000;

/** Minutes between two sends of an event that has been owed for up to so many minutes. */
const steps = [
  { upToMinutes: 5, step: 1 },
  { upToMinutes: 30, step: 5 },
  { upToMinutes: 240, step: 30 },
] as const;
/** For whatever has been owed for longer; no event waits longer than this. */
export const longestStepMinutes = 60;

export interface OwedFor {
  readonly ageMs: number;
  /** Any text that is always the same for the event, and different for others. */
  readonly id: string;
}

/**
 * Whether an event is to be sent by a sweep, given how long ago the sweep before it was; undefined when that is not known.
 *
 * The queue has most of what is owed for a minute or two: a failed delivery hides there for a minute. What is owed for
 * longer waits for a repair, and sending all of it each minute would only lengthen the queue in front of it. So an event
 * has its minutes: each of the first five, then one in 5, in 30, in 60. Which one of these comes from its id, so that of a
 * backlog that was made within a second each sweep takes an equal share.
 *
 * Due is whoever had one of these minutes since the sweep before, so that a sweep that came late or not at all skips
 * nobody. Of one that is not known everything is taken for unsent: forgetting costs messages, which are harmless, and
 * never a wait.
 */
export function isDue({ ageMs, id }: OwedFor, sinceLastMs: number | undefined): boolean {
  const minutes = Math.floor(ageMs / minuteMs);
  if (minutes < 1) return false;
  if (sinceLastMs === undefined) return true;
  const seen = Math.max(0, Math.floor((ageMs - sinceLastMs) / minuteMs));
  // A step behind is as good as any number of them.
  for (let minute = Math.max(seen + 1, minutes - longestStepMinutes + 1); minute <= minutes; minute += 1) {
    if ((minute + stableHash(id)) % stepAt(minute) === 0) return true;
  }
  return false;
}

const stepAt = (minute: number): number =>
  steps.find(({ upToMinutes }) => minute <= upToMinutes)?.step ?? longestStepMinutes;
