// Waits between the retry rounds of one invocation, within its remaining time.

/** Time reserved for one round: two consecutive calls in their worst case, 2 x 9.3 s. */
const reserveMs = 20_000;
const firstMs = 100;
const longestMs = 1600;

/**
 * Exponential backoff with full jitter: up to 0.1, 0.2, 0.4, 0.8 and then 1.6 s before each round.
 * @param remainingMs Remaining time of the invocation, in milliseconds.
 * @param random Returns a number from 0 to 1. @default Math.random
 * @returns a function that waits before round `round` (from 1); it returns false at once when no time is left for it
 */
export function patienceWithin(
  remainingMs: () => number,
  random: () => number = Math.random,
): (round: number) => Promise<boolean> {
  return async (round) => {
    const waitMs = random() * Math.min(firstMs * 2 ** (round - 1), longestMs);
    if (remainingMs() < reserveMs + waitMs) return false;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return true;
  };
}
