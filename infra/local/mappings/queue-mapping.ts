// An event source mapping from an SQS queue to a function: one long-polling receiver, several batches in flight.
// It leaves failed messages in flight, and the queue redelivers them after the visibility timeout, as on AWS.
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
  /** Maximum batches in flight. */
  readonly concurrency: number;
  readonly partial: boolean;
  readonly filter: EventFilter;
  readonly enabled: boolean;
}

export interface QueueMappingDeps {
  readonly call: AwsCall;
  /** Ends the queue's waiting receive calls. */
  readonly release: (queueName: string) => Promise<void>;
  readonly invoke: (functionName: string, event: JsonObject) => Promise<Invocation>;
  readonly counters: Counters;
  readonly log: Log;
}

/** SQS returns at most ten messages per receive call and accepts at most ten per delete batch. */
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

  /** Resolves when the mapping is idle, or receives again. */
  async setEnabled(enabled: boolean): Promise<void> {
    this.#enabled = enabled;
    this.#wake?.();
    if (!enabled) {
      await this.#released(this.#receiving);
      await Promise.all(this.#inFlight);
    }
  }

  /** Stops without waiting. */
  abandon(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Stops receiving; resolves when the received messages are processed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#released(this.#loop);
    await Promise.all(this.#inFlight);
  }

  /** Releases repeatedly: a receive call that reaches the queue after the first release would wait its full 20 s. */
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

  /** Receives until the batch is full or the window ends; without a window it makes one call. */
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

  /** @returns ids of the failed messages */
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
    // A failed delete causes one more delivery, which functions tolerate.
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

/** Filters match a JSON body by its fields. */
function filterView(message: JsonObject): Json {
  const text = string(message['Body']);
  try {
    return { body: JSON.parse(text) as Json, messageAttributes: object(message['MessageAttributes']) };
  } catch {
    return { body: text, messageAttributes: object(message['MessageAttributes']) };
  }
}
