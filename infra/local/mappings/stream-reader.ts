// Reads one DynamoDB stream from a position, shard by shard, for one mapping.
import type { AwsCall } from '../backends/aws-json.ts';
import { embeddedRegion, type JsonObject } from '../template/intrinsics.ts';
import { object, objects, string } from '../template/template.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Counters } from './counters.ts';

export interface StreamRecord {
  readonly shard: string;
  readonly sequenceNumber: string;
  /** Write time of the item, in seconds since the epoch. */
  readonly createdAtSeconds: number;
  /** The stream record as the function receives it. */
  readonly event: JsonObject;
}

export interface StreamReaderOptions {
  readonly call: AwsCall;
  /** ARN of the stream in the engine. */
  readonly streamArn: string;
  /** ARN of the event source that functions see. */
  readonly eventSourceArn: string;
  readonly checkpoint: Checkpoint;
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  readonly counters: Counters;
}

/** Maximum stream records per GetRecords call, DynamoDB's own limit. */
const pageLimit = 1000;
/**
 * Interval between shard discoveries after a shard was closed. Only a closed shard has successors: DynamoDB Local rolls
 * shards, and the embedded engine keeps one forever and scans its whole stream to describe it.
 */
const describeEveryMs = 10_000;

interface Shard {
  readonly id: string;
  iterator: string | undefined;
  /** Last read sequence number, not necessarily processed. */
  tail: string | undefined;
  closed: boolean;
}

export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #shards = new Map<string, Shard>();
  #describedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** Returns the new stream records, in order within each shard. */
  async read(): Promise<readonly StreamRecord[]> {
    await this.#discover();
    const records: StreamRecord[] = [];
    for (const shard of this.#shards.values()) {
      let page = pageLimit;
      while (page === pageLimit && !shard.closed) {
        const read = await this.#page(shard);
        records.push(...read);
        page = read.length;
      }
    }
    return records;
  }

  /** Last read sequence number of each shard. */
  tails(): readonly (readonly [shard: string, sequenceNumber: string])[] {
    return [...this.#shards.values()].flatMap(({ id, tail }) => (tail === undefined ? [] : [[id, tail] as const]));
  }

  /** Resets the position to the checkpoint, so that later records are read again. */
  rewind(): void {
    this.#shards.clear();
    this.#describedAtMs = Number.NEGATIVE_INFINITY;
  }

  async #discover(): Promise<void> {
    const allOpen = this.#shards.size > 0 && [...this.#shards.values()].every(({ closed }) => !closed);
    if (allOpen || performance.now() - this.#describedAtMs < describeEveryMs) {
      return;
    }
    const answer = await this.#options.call('DescribeStream', { StreamArn: this.#options.streamArn });
    for (const entry of objects(object(answer['StreamDescription'])['Shards'])) {
      const id = string(entry['ShardId']);
      if (!this.#shards.has(id)) {
        const tail = this.#options.checkpoint.position(id) ?? this.#latest(id, entry);
        this.#shards.set(id, { id, iterator: undefined, tail, closed: false });
      }
    }
    this.#describedAtMs = performance.now();
  }

  /** Resolves LATEST to a sequence number at once, so that a failure before the first checkpoint loses nothing. */
  #latest(id: string, shard: JsonObject): string | undefined {
    const last = string(object(shard['SequenceNumberRange'])['EndingSequenceNumber']);
    if (this.#options.startingPosition === 'TRIM_HORIZON' || last === '') {
      return undefined;
    }
    this.#options.checkpoint.advance(id, last, true);
    return last;
  }

  async #page(shard: Shard): Promise<readonly StreamRecord[]> {
    const { call, counters } = this.#options;
    try {
      shard.iterator ??= await this.#iterator(shard);
      counters.streamPolls += 1;
      const answer = await call('GetRecords', { ShardIterator: shard.iterator, Limit: pageLimit });
      const records = objects(answer['Records']).map((record) => this.#record(shard.id, record));
      counters.streamRecords += records.length;
      shard.tail = records.at(-1)?.sequenceNumber ?? shard.tail;
      shard.iterator = typeof answer['NextShardIterator'] === 'string' ? answer['NextShardIterator'] : undefined;
      shard.closed = shard.iterator === undefined;
      return records;
    } catch (error) {
      // Replaces an expired iterator by one after the last read record.
      shard.iterator = undefined;
      throw error;
    }
  }

  async #iterator(shard: Shard): Promise<string> {
    const { call, streamArn, startingPosition } = this.#options;
    const from: JsonObject =
      shard.tail === undefined
        ? { ShardIteratorType: startingPosition }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: shard.tail };
    const answer = await call('GetShardIterator', { StreamArn: streamArn, ShardId: shard.id, ...from });
    return string(answer['ShardIterator']);
  }

  #record(shard: string, record: JsonObject): StreamRecord {
    const data = object(record['dynamodb']);
    return {
      shard,
      sequenceNumber: string(data['SequenceNumber']),
      createdAtSeconds: Number(data['ApproximateCreationDateTime'] ?? 0),
      event: { ...record, awsRegion: embeddedRegion, eventSourceARN: this.#options.eventSourceArn },
    };
  }
}
