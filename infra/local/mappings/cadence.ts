// Decides when a stream mapping polls and when it invokes. Lambda polls a shard four times a second; here a write is
// noticed sooner, and under load invocations wait so that batches fill.

/**
 * Arithmetic, for the budget of 1.2 invocations and 0.35 SQS requests per submission at 50 submissions a second or more:
 * under load the relay waits until about 58 events have arrived, at most 1100 ms, in which 50 a second make 55. With n >= 55
 * events relay 1/55, sync 6/55 (messages in batches of 10) and projector 1/55 add up to 1 + 0.15 invocations. Sends,
 * receives and deletes are 3 x ceil(n/10) requests: 0.33 each for 55, 0.31 for 58, 0.344 for 61, and never more above.
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
  /** Between the starts of two invocations under load, at most. */
  busyGapMs: 1100,
  /** Under load, as soon as this share of a full batch should have arrived. */
  enoughShareOfBatch: 0.58,
  /** Load is over when nothing has run for this long: what it left behind does not wait for the busy gap. */
  calmMs: 150,
  /** How far back arrivals are looked at; longer than a busy gap, so that one of its batches is always inside. */
  busyWindowMs: 1200,
  /**
   * It is load when this share of a full batch arrives within the window: 25 submissions a second for both mappings. With
   * one number of records for both, the projector, which sees six of each submission, would let four a second wait.
   */
  busyShareOfBatch: 0.3,
} as const;

/** What one poll brought, and since when it had been collecting. */
interface Arrivals {
  readonly fromMs: number;
  readonly atMs: number;
  readonly count: number;
}

export class Cadence {
  readonly #busyRecords: number;
  readonly #enoughRecords: number;
  #arrivals: Arrivals[] = [];
  #lastInvokeMs = Number.NEGATIVE_INFINITY;
  #lastPollMs = Number.NEGATIVE_INFINITY;
  #pokedSincePoll = false;
  #calmAtMs = Number.POSITIVE_INFINITY;

  /** @param batchSize Records that the mapping hands over at most */
  constructor(batchSize: number) {
    this.#busyRecords = cadence.busyShareOfBatch * batchSize;
    this.#enoughRecords = cadence.enoughShareOfBatch * batchSize;
  }

  polled(nowMs: number, matching: number): void {
    const fromMs = Math.max(this.#lastPollMs, nowMs - cadence.busyWindowMs);
    this.#lastPollMs = nowMs;
    this.#pokedSincePoll = false;
    this.#arrivals = this.#arrivals.filter(({ atMs }) => nowMs - atMs < cadence.busyWindowMs);
    if (matching > 0) {
      this.#arrivals.push({ fromMs, atMs: nowMs, count: matching });
    }
  }

  invoked(nowMs: number): void {
    this.#lastInvokeMs = nowMs;
  }

  /**
   * Something may have been written.
   * @param running Invocations that go on; while there are some, the load is not over
   */
  poke(nowMs: number, running: number): void {
    this.#pokedSincePoll = true;
    this.#calmAtMs = running > 0 ? Number.POSITIVE_INFINITY : nowMs + cadence.calmMs;
  }

  get busy(): boolean {
    return this.#arrived >= this.#busyRecords;
  }

  get #arrived(): number {
    return this.#arrivals.reduce((sum, { count }) => sum + count, 0);
  }

  /** How long enough records take to arrive, at the rate of late; the more arrive, the sooner it pays to go. */
  get #fillMs(): number {
    const spanMs = (this.#arrivals.at(-1)?.atMs ?? 0) - (this.#arrivals[0]?.fromMs ?? 0);
    const needed = (this.#enoughRecords * spanMs) / this.#arrived;
    return Math.min(cadence.busyGapMs, Math.max(cadence.quietGapMs, needed));
  }

  /** Earliest time of the next invocation with a batch that is not full. */
  invokeAtMs(): number {
    const quietAtMs = this.#lastInvokeMs + cadence.quietGapMs;
    return this.busy ? Math.min(this.#lastInvokeMs + this.#fillMs, Math.max(quietAtMs, this.#calmAtMs)) : quietAtMs;
  }

  /** Time of the next poll; one that cannot lead to an invocation is not made. */
  pollAtMs(): number {
    const interval = this.#pokedSincePoll ? cadence.pokedPollMs : cadence.idlePollMs;
    return Math.max(this.#lastPollMs + interval, this.invokeAtMs());
  }
}
