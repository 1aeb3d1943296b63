// Exponential backoff with full jitter: the one rule for waits between attempts, and all of its settings. The retries of
// the AWS clients are set in shared/adapters/clients.ts.

export interface Backoff {
  /** Longest wait after the first attempt, in milliseconds; it doubles after each further attempt. */
  readonly firstMs: number;
  /** Longest wait of all, in milliseconds. */
  readonly capMs: number;
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
}

export const backoffs = {
  /** A transaction met another one on the same item: up to 20, 40 and 80 ms, at most 140 ms on top of the calls. */
  contention: { firstMs: 20, capMs: 80, maxAttempts: 4 },
  /** The table read only a part of a batch: up to 20, 40, 80 and 160 ms, 0.3 s in all. */
  unreadKeys: { firstMs: 20, capMs: 160, maxAttempts: 5 },
  /** The table deleted only a part of a batch: up to 0.1 s, doubling to 6.4 s, 12.7 s in all. */
  undeletedKeys: { firstMs: 100, capMs: 6400, maxAttempts: 8 },
  /**
   * The table refused rows of a stream batch: up to 0.1, 0.2, 0.4, 0.8 and then 1.6 s, about 6 s on average. While half
   * of all requests are refused, what fails after the SDK's three attempts gets through within these attempts; at nine in
   * ten, one in thirty does not, and the stream delivers the batch again.
   */
  refusedRows: { firstMs: 100, capMs: 1600, maxAttempts: 11 },
} as const satisfies Record<string, Backoff>;

/** The wait without jitter, in milliseconds. @param attempt The attempt that failed, from 1 */
export const longestWaitMs = ({ firstMs, capMs }: Omit<Backoff, 'maxAttempts'>, attempt: number): number =>
  Math.min(firstMs * 2 ** (attempt - 1), capMs);

/** Returns after the given time, in milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** How waits are spent: unit tests inject both. */
export interface Waiting {
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  readonly pause: Pause;
}

export const realWaiting: Waiting = {
  random: Math.random,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The wait after a failed attempt, in milliseconds: full jitter. @param attempt From 1 */
export const waitMs = (backoff: Backoff, attempt: number, random: () => number): number =>
  random() * longestWaitMs(backoff, attempt);
