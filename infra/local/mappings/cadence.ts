// Decides when a stream mapping polls and when it invokes. Lambda polls a shard four times a second; this polls sooner
// after a write, and delays invocations under load so that batches fill.

/**
 * Arithmetic for the budget of 1.2 invocations and 0.35 SQS requests per submission at 50 submissions/s or more. Under
 * load the relay waits for about 58 events, at most 1100 ms, in which 50/s yield 55. With n >= 55 events, relay 1/55,
 * sync 6/55 (messages in batches of 10) and projector 1/55 add up to 1 + 0.15 invocations. Sends, receives and deletes
 * are 3 x ceil(n/10) requests: 0.33 each for 55, 0.31 for 58, 0.344 for 61, and never more above.
 * A single submission is polled at once after the accepting invocation; relay, queue and sync take about 0.1 s, and the
 * projector starts at most 120 ms after its last batch: the row is visible well below 0.72 s.
 */
export const cadence = {
  /** Interval between polls of an idle stream, as in Lambda. */
  idlePollMs: 250,
  /** Interval between polls after invocations that may have written. */
  pokedPollMs: 40,
  /** Minimum interval between two invocations at low load. */
  quietGapMs: 120,
  /** Maximum interval between two invocations under load. */
  busyGapMs: 1100,
  /** Under load the mapping invokes once this share of a full batch is expected. */
  enoughShareOfBatch: 0.58,
  /** Idle time after which the load is over; the remaining records then do not wait for the busy gap. */
  calmMs: 150,
  /** Window for the arrival rate; longer than a busy gap, so that it always contains one of its batches. */
  busyWindowMs: 1200,
  /**
   * Share of a full batch that has to arrive within the window to count as load: 25 submissions/s for both mappings. A
   * common number of records would not work: the projector sees six records of each submission and would delay 4/s.
   */
  busyShareOfBatch: 0.3,
} as const;

/** Result of one poll, and the start of its collecting time. */
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

  /** @param batchSize Maximum records per batch of the mapping */
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
   * Notes that a function may have written.
   * @param running Number of running invocations; while it is above 0 the load continues
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

  /** Time that enough records need to arrive at the recent rate; a higher rate shortens it. */
  get #fillMs(): number {
    const spanMs = (this.#arrivals.at(-1)?.atMs ?? 0) - (this.#arrivals[0]?.fromMs ?? 0);
    const needed = (this.#enoughRecords * spanMs) / this.#arrived;
    return Math.min(cadence.busyGapMs, Math.max(cadence.quietGapMs, needed));
  }

  /** Earliest time of the next invocation with a partial batch. */
  invokeAtMs(): number {
    const quietAtMs = this.#lastInvokeMs + cadence.quietGapMs;
    return this.busy ? Math.min(this.#lastInvokeMs + this.#fillMs, Math.max(quietAtMs, this.#calmAtMs)) : quietAtMs;
  }

  /** Time of the next poll; a poll that cannot lead to an invocation is skipped. */
  pollAtMs(): number {
    const interval = this.#pokedSincePoll ? cadence.pokedPollMs : cadence.idlePollMs;
    return Math.max(this.#lastPollMs + interval, this.invokeAtMs());
  }
}
