// An event source mapping from an SQS queue to a function: one long-polling receiver, several batches in flight.
// What fails is left in flight: the queue's visibility timeout brings it back, as on AWS.
import type { AwsCall } from '../backends/aws-json.ts';
import type { Invocation } from '../lambda/function-messages.ts';
import { elapsed, type Log, traceIdIn } from '../process/log.ts';
import { embeddedRegion, type Json, type JsonObject } from '../template/intrinsics.ts';
import { object, objects, string } from '../template/template.ts';
import { batchOutcome } from './batch-response.ts';
import type { Counters } from './counters.ts';
import type { EventFilter } from './event-filter.ts';

export interface QueueMappingSpec {
  readonly name: string;
  readonly functionName: string;
  readonly queueName: string;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Batches in flight at most. */
  readonly concurrency: number;
  readonly partial: boolean;
  readonly filter: EventFilter;
  readonly enabled: boolean;
}

export interface QueueMappingDeps {
  readonly call: AwsCall;
  /** Ends waiting receive calls of the queue. */
  readonly release: (queueName: string) => Promise<void>;
  readonly invoke: (functionName: string, event: JsonObject) => Promise<Invocation>;
  readonly counters: Counters;
  readonly log: Log;
}

/** SQS gives at most ten messages for one call and takes at most ten in a batch of deletes. */
const sqsBatch = 10;
const longPollSeconds = 20;
const errorPauseMs = 500;
const releaseAgainMs = 50;

export class QueueMapping {
  readonly spec: QueueMappingSpec;
  readonly #deps: QueueMappingDeps;
  #enabled: boolean;
  #stopped = false;
  #wake: (() => void) | undefined;
  #receiving: Promise<unknown> = Promise.resolve();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #loop: Promise<void>;

  constructor(spec: QueueMappingSpec, deps: QueueMappingDeps) {
    this.spec = spec;
    this.#deps = deps;
    this.#enabled = spec.enabled;
    this.#loop = this.#run();
  }

  /** Resolves when the mapping is quiet, or receives again. */
  async setEnabled(enabled: boolean): Promise<void> {
    this.#enabled = enabled;
    this.#wake?.();
    if (!enabled) {
      await this.#released(this.#receiving);
      await Promise.all(this.#inFlight);
    }
  }

  /** Ends without waiting. */
  abandon(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Takes no more messages; resolves when what was taken is done with. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#released(this.#loop);
    await Promise.all(this.#inFlight);
  }

  /** A receive call that is only on its way at the first release would wait its 20 s out, so it is released again. */
  async #released(quiet: Promise<unknown>): Promise<void> {
    let over = false;
    const ended = quiet.then(() => {
      over = true;
    });
    while (!over) {
      await this.#deps.release(this.spec.queueName);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, releaseAgainMs))]);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (!this.#enabled) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else if (this.#inFlight.size >= this.spec.concurrency) {
        await Promise.race(this.#inFlight);
      } else {
        this.#receiving = this.#next();
        await this.#receiving;
      }
    }
  }

  async #next(): Promise<void> {
    try {
      const batch = await this.#gather();
      if (batch.length > 0) {
        const work: Promise<void> = this.#deliver(batch).finally(() => this.#inFlight.delete(work));
        this.#inFlight.add(work);
      }
    } catch (error) {
      this.#deps.log.line(`queue ${this.spec.name} pauses: ${(error as Error).message}`);
      await new Promise((resolve) => setTimeout(resolve, errorPauseMs));
    }
  }

  /** Receives until the batch is full or the window is over; without a window, whatever one call brings. */
  async #gather(): Promise<readonly JsonObject[]> {
    const batch = [...(await this.#receive(Math.min(sqsBatch, this.spec.batchSize), longPollSeconds))];
    const until = performance.now() + this.spec.windowMs;
    while (batch.length > 0 && batch.length < this.spec.batchSize && this.#enabled && !this.#stopped) {
      const leftSeconds = Math.ceil((until - performance.now()) / 1000);
      if (this.spec.windowMs === 0 || leftSeconds <= 0) {
        break;
      }
      batch.push(...(await this.#receive(Math.min(sqsBatch, this.spec.batchSize - batch.length), leftSeconds)));
    }
    return batch;
  }

  async #receive(count: number, waitSeconds: number): Promise<readonly JsonObject[]> {
    this.#deps.counters.sqsReceives += 1;
    const answer = await this.#deps.call('ReceiveMessage', {
      QueueUrl: this.spec.queueUrl,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const messages = objects(answer['Messages']);
    this.#deps.counters.sqsEmptyReceives += messages.length === 0 ? 1 : 0;
    return messages;
  }

  async #deliver(batch: readonly JsonObject[]): Promise<void> {
    const wanted = batch.filter((message) => this.spec.filter(filterView(message)));
    const failed = wanted.length === 0 ? new Set<string>() : await this.#invoke(wanted);
    const finished = batch.filter((message) => !failed.has(string(message['MessageId'])));
    for (let at = 0; at < finished.length; at += sqsBatch) {
      await this.#delete(finished.slice(at, at + sqsBatch));
    }
  }

  /** @returns ids of the messages that are not done with */
  async #invoke(messages: readonly JsonObject[]): Promise<ReadonlySet<string>> {
    const startedMs = performance.now();
    const ids = messages.map((message) => string(message['MessageId']));
    this.#deps.counters.batches += 1;
    this.#deps.counters.deliveredRecords += messages.length;
    const event = { Records: messages.map((message) => this.#record(message)) };
    const invocation = await this.#deps.invoke(this.spec.functionName, event);
    const outcome = batchOutcome(invocation, ids, this.spec.partial);
    const failed = outcome.kind === 'all' ? new Set(ids) : outcome.failed;
    const words = outcome.kind === 'all' ? outcome.reason : `${failed.size} failed`;
    this.#deps.log.line(
      `queue ${this.spec.functionName} ${messages.length} messages ${failed.size === 0 ? 'ok' : words} ${elapsed(startedMs)} trace=${traceIdIn(string(messages[0]?.['Body']))}`,
    );
    return failed;
  }

  async #delete(messages: readonly JsonObject[]): Promise<void> {
    this.#deps.counters.sqsDeletes += 1;
    const entries = messages.map(
      (message, index): JsonObject => ({
        Id: String(index),
        ReceiptHandle: string(message['ReceiptHandle']),
      }),
    );
    // A failed delete brings the message back once more; functions are ready for that.
    await this.#deps
      .call('DeleteMessageBatch', { QueueUrl: this.spec.queueUrl, Entries: entries })
      .catch((error: Error) => this.#deps.log.line(`queue ${this.spec.name} could not delete: ${error.message}`));
  }

  #record(message: JsonObject): JsonObject {
    const attributes = Object.entries(object(message['MessageAttributes'])).map(([name, value]) => {
      const { StringValue, BinaryValue, DataType } = object(value);
      const given: JsonObject = {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType ?? 'String',
      };
      return [name, given] as const;
    });
    return {
      messageId: string(message['MessageId']),
      receiptHandle: string(message['ReceiptHandle']),
      body: string(message['Body']),
      attributes: object(message['Attributes']),
      messageAttributes: Object.fromEntries(attributes),
      md5OfBody: string(message['MD5OfBody']),
      ...(message['MD5OfMessageAttributes'] !== undefined && {
        md5OfMessageAttributes: message['MD5OfMessageAttributes'],
      }),
      eventSource: 'aws:sqs',
      eventSourceARN: this.spec.queueArn,
      awsRegion: embeddedRegion,
    };
  }
}

/** Filters look at the body as JSON when it is. */
function filterView(message: JsonObject): Json {
  const text = string(message['Body']);
  try {
    return { body: JSON.parse(text) as Json, messageAttributes: object(message['MessageAttributes']) };
  } catch {
    return { body: text, messageAttributes: object(message['MessageAttributes']) };
  }
}
