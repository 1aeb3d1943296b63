// Waits between the retry rounds of one invocation, within its remaining time.
import { backoffs, realWaiting, type Waiting, waitMs } from '../../async/backoff.ts';

/** Time reserved for one round: two consecutive calls in their worst case, 2 x 9.3 s. */
const reserveMs = 20_000;

/**
 * @param remainingMs Remaining time of the invocation, in milliseconds.
 * @returns a function that waits before round `round` (from 1); it returns false at once when no time is left for it
 */
export function retryWaitsWithin(
  remainingMs: () => number,
  waiting: Waiting = realWaiting,
): (round: number) => Promise<boolean> {
  return async (round) => {
    const ms = waitMs(backoffs.refusedRows, round, waiting.random);
    if (remainingMs() < reserveMs + ms) return false;
    await waiting.pause(ms);
    return true;
  };
}
