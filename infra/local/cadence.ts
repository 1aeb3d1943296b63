// Decides when a stream mapping polls and when it invokes. Lambda polls a shard four times a second; here a write is
// noticed sooner, and under load invocations wait so that batches fill.

/**
 * Arithmetic, for the budget of 1.2 invocations and 0.35 SQS requests per submission at 50 submissions a second:
 * every 600 ms the relay gets 30 events, so relay 1/30, sync 3/30 (three messages batches of 10) and projector 1/30 add
 * up to 1 + 0.17 invocations; 3 sends, 3 receives and 3 deletes for 30 submissions are 0.30 requests.
 * One submission alone: noticed at once after the accepting invocation, relay, queue and sync about 0.1 s, and the
 * projector at most 120 ms after its last batch: visible well below 0.72 s.
 */
export const cadence = {
  /** Between polls when nothing happens, as Lambda does it. */
  idlePollMs: 250,
  /** Between polls when invocations end and may have written. */
  pokedPollMs: 40,
  /** Between the starts of two invocations when little arrives. */
  quietGapMs: 120,
  /** Between the starts of two invocations under load. */
  busyGapMs: 600,
  /** Matching records within a second from which on it is load. One submission makes about eight for the projector. */
  busyRecordsPerSecond: 30,
} as const;

export class Cadence {
  #arrivals: { readonly atMs: number; readonly count: number }[] = [];
  #lastInvokeMs = Number.NEGATIVE_INFINITY;
  #lastPollMs = Number.NEGATIVE_INFINITY;
  #pokedSincePoll = false;

  polled(nowMs: number, matching: number): void {
    this.#lastPollMs = nowMs;
    this.#pokedSincePoll = false;
    // A second, measured over 1.2 s so that two busy gaps are always inside of it.
    this.#arrivals = this.#arrivals.filter(({ atMs }) => nowMs - atMs < 2 * cadence.busyGapMs);
    if (matching > 0) {
      this.#arrivals.push({ atMs: nowMs, count: matching });
    }
  }

  invoked(nowMs: number): void {
    this.#lastInvokeMs = nowMs;
  }

  /** Something may have been written. */
  poke(): void {
    this.#pokedSincePoll = true;
  }

  get busy(): boolean {
    return this.#arrivals.reduce((sum, { count }) => sum + count, 0) >= cadence.busyRecordsPerSecond;
  }

  /** Earliest time of the next invocation with a batch that is not full. */
  invokeAtMs(): number {
    return this.#lastInvokeMs + (this.busy ? cadence.busyGapMs : cadence.quietGapMs);
  }

  /** Time of the next poll; one that cannot lead to an invocation is not made. */
  pollAtMs(): number {
    const interval = this.#pokedSincePoll ? cadence.pokedPollMs : cadence.idlePollMs;
    return Math.max(this.#lastPollMs + interval, this.invokeAtMs());
  }
}
