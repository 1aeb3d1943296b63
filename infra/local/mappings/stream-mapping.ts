// An event source mapping from a DynamoDB stream to a function. It keeps its own position in a checkpoint on disk and
// invokes one batch at a time.
import { AwsCallError } from '../backends/aws-json.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import { elapsed, type Log, traceIdIn } from '../process/log.ts';
import type { JsonObject } from '../template/intrinsics.ts';
import { object } from '../template/template.ts';
import { Cadence } from './cadence.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Counters } from './counters.ts';
import type { EventFilter } from './event-filter.ts';
import { processStreamBatch, type StreamBatchRules } from './stream-batch.ts';
import type { StreamReader, StreamRecord } from './stream-reader.ts';

export interface StreamMappingSpec extends StreamBatchRules {
  readonly name: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly filter: EventFilter;
  readonly enabled: boolean;
}

export interface StreamMappingDeps {
  readonly reader: StreamReader;
  readonly checkpoint: Checkpoint;
  readonly invoke: (functionName: string, event: JsonObject) => Promise<Invocation>;
  readonly giveUp: (message: JsonObject) => Promise<void>;
  readonly counters: Counters;
  readonly log: Log;
}

/** Lambda limits an event to 6 MB; this reserves room for the envelope. */
const eventLimitBytes = 5_500_000;
/** An item grows to about three times its size as JSON, and a stream record adds fields of its own. */
const jsonShare = 3;
const recordFieldsBytes = 1000;
const errorPauseMs = 500;

class SwitchedOff extends Error {}

/** True when the records certainly fit into one event, by their stated sizes; serialising each record would be slow. */
function surelyFit(records: readonly StreamRecord[]): boolean {
  const bytes = records.reduce(
    (sum, { event }) => sum + jsonShare * Number(object(event['dynamodb'])['SizeBytes']) + recordFieldsBytes,
    0,
  );
  return bytes < eventLimitBytes;
}

export class StreamMapping {
  readonly spec: StreamMappingSpec;
  readonly #deps: StreamMappingDeps;
  readonly #cadence: Cadence;
  #enabled: boolean;
  #stopped = false;
  #abandoned = false;
  #buffer: StreamRecord[] = [];
  #bufferedAtMs = 0;
  #wake: (() => void) | undefined;
  #round: Promise<void> = Promise.resolve();
  readonly #loop: Promise<void>;

  constructor(spec: StreamMappingSpec, deps: StreamMappingDeps) {
    this.spec = spec;
    this.#deps = deps;
    this.#cadence = new Cadence(spec.batchSize);
    this.#enabled = spec.enabled;
    this.#loop = this.#run();
  }

  /** Notes that a function may have written; polls soon. @param running Number of running invocations */
  poke(running: number): void {
    this.#cadence.poke(performance.now(), running);
    this.#wake?.();
  }

  /** Resolves when the mapping is idle, or polls again. */
  async setEnabled(enabled: boolean): Promise<void> {
    this.#enabled = enabled;
    this.#wake?.();
    if (!enabled) {
      await this.#round;
    }
  }

  /** Stops without waiting; reads and writes nothing more. */
  abandon(): void {
    this.#abandoned = true;
    this.#stopped = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#loop;
    this.#deps.checkpoint.flush();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#sleepUntil(this.#nextAtMs());
      if (this.#enabled && !this.#stopped && performance.now() >= this.#nextAtMs()) {
        this.#round = this.#guarded();
        await this.#round;
      }
    }
  }

  #nextAtMs(): number {
    if (!this.#enabled) {
      return Number.POSITIVE_INFINITY;
    }
    return this.#buffer.length > 0 ? this.#dueAtMs() : this.#cadence.pollAtMs();
  }

  #dueAtMs(): number {
    return Math.max(this.#cadence.invokeAtMs(), this.#bufferedAtMs + this.spec.windowMs);
  }

  async #guarded(): Promise<void> {
    try {
      await this.#pollAndInvoke();
    } catch (error) {
      this.#buffer = [];
      this.#deps.reader.rewind();
      if (!(error instanceof SwitchedOff)) {
        const what = error instanceof AwsCallError ? error.message : String(error);
        this.#deps.log.line(`stream ${this.spec.name} pauses: ${what}`);
        await this.#pause(errorPauseMs).catch(() => undefined);
      }
    }
  }

  async #pollAndInvoke(): Promise<void> {
    const records = await this.#deps.reader.read();
    const matching = records.filter(({ event }) => this.spec.filter(event));
    this.#cadence.polled(performance.now(), matching.length);
    if (this.#buffer.length === 0) {
      this.#bufferedAtMs = performance.now();
    }
    this.#buffer.push(...matching);
    while (this.#buffer.length >= this.spec.batchSize || this.#isDue()) {
      await this.#deliver(this.#takeBatch());
    }
    if (this.#buffer.length === 0) {
      for (const [shard, sequenceNumber] of this.#deps.reader.tails()) {
        // No function received the records after the last batch, so rereading them after a kill has no effect.
        this.#deps.checkpoint.advance(shard, sequenceNumber, false);
      }
    }
  }

  #isDue(): boolean {
    return this.#buffer.length > 0 && performance.now() >= this.#dueAtMs();
  }

  /** Returns the next records of one shard, up to the batch size and the event size limit. */
  #takeBatch(): readonly StreamRecord[] {
    const shard = this.#buffer[0]?.shard;
    const candidates = this.#buffer.slice(0, this.spec.batchSize);
    const small = surelyFit(candidates);
    let bytes = 0;
    const end = candidates.findIndex((record, index) => {
      bytes += small ? 0 : JSON.stringify(record.event).length;
      return index > 0 && (record.shard !== shard || bytes > eventLimitBytes);
    });
    return this.#buffer.splice(0, end === -1 ? this.spec.batchSize : end);
  }

  async #deliver(batch: readonly StreamRecord[]): Promise<void> {
    this.#cadence.invoked(performance.now());
    await processStreamBatch(batch, this.spec, {
      invoke: (records) => this.#invoke(records),
      done: (record) => this.#note(record),
      giveUp: async (message) => {
        this.#deps.log.line(`stream ${this.spec.name} gave up: ${JSON.stringify(message['requestContext'])}`);
        await this.#deps.giveUp(message);
      },
      pause: (ms) => this.#pause(ms),
      nowMs: () => Date.now(),
    });
  }

  #note({ shard, sequenceNumber }: StreamRecord): void {
    // The next host may already own the folder.
    if (!this.#abandoned) {
      this.#deps.checkpoint.advance(shard, sequenceNumber, true);
    }
  }

  async #invoke(records: readonly StreamRecord[]): Promise<Invocation> {
    if (this.#stopped || !this.#enabled) {
      throw new SwitchedOff();
    }
    const startedMs = performance.now();
    this.#deps.counters.batches += 1;
    this.#deps.counters.deliveredRecords += records.length;
    const event = { Records: records.map((record) => record.event) };
    const invocation = await this.#deps.invoke(this.spec.functionName, event);
    const outcome = invocation.kind === 'result' ? 'ok' : invocation.error.errorType;
    const trace = traceIdIn(JSON.stringify(records[0]?.event['dynamodb']));
    this.#deps.log.line(
      `stream ${this.spec.functionName} ${records.length} records ${outcome} ${elapsed(startedMs)} trace=${trace}`,
    );
    return invocation;
  }

  /** @throws SwitchedOff when the mapping is disabled */
  async #pause(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until && this.#enabled && !this.#stopped) {
      await this.#sleepUntil(until);
    }
    if (!this.#enabled || this.#stopped) {
      throw new SwitchedOff();
    }
  }

  /** Sleeps until the given time or until woken. */
  #sleepUntil(atMs: number): Promise<void> {
    const waitMs = atMs - performance.now();
    if (waitMs <= 0 || this.#stopped) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = waitMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
