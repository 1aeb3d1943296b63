// Decides when a stream mapping polls and when it invokes. Lambda polls a shard four times a second; here a write is
// noticed sooner, and under load invocations wait so that batches fill.

/**
 * Arithmetic, for the budget of 1.2 invocations and 0.35 SQS requests per submission at 50 submissions a second:
 * every 1100 ms the relay gets n >= 55 events, so relay 1/55, sync 6/55 (messages in batches of 10) and projector 1/55
 * add up to 1 + 0.15 invocations. Sends, receives and deletes are 3 x ceil(n/10) requests: 0.33 each for 55, 0.344 for
 * 61, and never more above. With 600 ms n is 30 to 36 and the batch that is not full costs up to 0.39.
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
  busyGapMs: 1100,
  /** How far back arrivals are looked at; longer than a busy gap, so that one of its batches is always inside. */
  busyWindowMs: 1200,
  /**
   * It is load when this share of a full batch arrives within the window: 25 submissions a second for both mappings. With
   * one number of records for both, the projector, which sees six of each submission, would let four a second wait.
   */
  busyShareOfBatch: 0.3,
} as const;

export class Cadence {
  readonly #busyRecords: number;
  #arrivals: { readonly atMs: number; readonly count: number }[] = [];
  #lastInvokeMs = Number.NEGATIVE_INFINITY;
  #lastPollMs = Number.NEGATIVE_INFINITY;
  #pokedSincePoll = false;

  /** @param batchSize Records that the mapping hands over at most */
  constructor(batchSize: number) {
    this.#busyRecords = cadence.busyShareOfBatch * batchSize;
  }

  polled(nowMs: number, matching: number): void {
    this.#lastPollMs = nowMs;
    this.#pokedSincePoll = false;
    this.#arrivals = this.#arrivals.filter(({ atMs }) => nowMs - atMs < cadence.busyWindowMs);
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
    return this.#arrivals.reduce((sum, { count }) => sum + count, 0) >= this.#busyRecords;
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
