// Reads the system time. Rules and use cases receive a clock and never read the time themselves.

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** The same as an ISO 8601 instant with milliseconds and `Z`. */
  nowAt(): string;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  nowAt: () => new Date().toISOString(),
};
