// Waiting between the rounds of one invocation, for as long as its time allows.

/** Kept for what a round still has to do: two calls one after the other at their very worst. */
const reserveMs = 20_000;
const firstMs = 100;
const longestMs = 1600;

/**
 * Full jitter, doubling: up to 0.1, 0.2, 0.4, 0.8 and then 1.6 s before each round.
 * @param remainingMs Time that the invocation has left, in milliseconds.
 * @param random From 0 to 1. @default Math.random
 * @returns waits before round `round`, from 1; false, without waiting, when there is no time for the round
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
