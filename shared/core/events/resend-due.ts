// Backoff of the sweep: decides when a pending event is sent again.
import { stableHash } from '../text/stable-hash.ts';

/** An event usually completes in a second; after a minute it is not on its way. */
export const overdueAfterMs = 60_000;
const minuteMs = 60_000;

/** Minutes between two sends of an event that is pending for up to so many minutes. */
const steps = [
  { upToMinutes: 5, step: 1 },
  { upToMinutes: 30, step: 5 },
  { upToMinutes: 240, step: 30 },
] as const;
/** Interval of events that are pending for longer. */
export const longestStepMinutes = 60;

export interface OwedFor {
  readonly ageMs: number;
  /** Stable and unique text of the event. */
  readonly id: string;
}

/**
 * Returns true when a sweep sends the event.
 * @param sinceLastMs Time since the previous sweep; undefined when unknown.
 *
 * Most events that are pending for a minute or two are in the queue, because a failed delivery is invisible for a
 * minute. Older ones wait for a repair, and sending all of them each minute would only lengthen the queue. An event is
 * therefore due in each of its first five minutes, then in one of 5, of 30, of 60. A hash of its id selects the minute,
 * so that each sweep takes an equal share of a backlog.
 *
 * An event is due when one of its minutes has passed since the previous sweep, so that a late or missed sweep skips no
 * event. When the previous sweep is unknown, all events are due: duplicates are harmless.
 */
export function isDue({ ageMs, id }: OwedFor, sinceLastMs: number | undefined): boolean {
  const minutes = Math.floor(ageMs / minuteMs);
  if (minutes < 1) return false;
  if (sinceLastMs === undefined) return true;
  const seen = Math.max(0, Math.floor((ageMs - sinceLastMs) / minuteMs));
  // One missed step makes the event due; more steps change nothing.
  for (let minute = Math.max(seen + 1, minutes - longestStepMinutes + 1); minute <= minutes; minute += 1) {
    if ((minute + stableHash(id)) % stepAt(minute) === 0) return true;
  }
  return false;
}

const stepAt = (minute: number): number =>
  steps.find(({ upToMinutes }) => minute <= upToMinutes)?.step ?? longestStepMinutes;
