// Sends messages to their queues in batches of up to ten messages and 256 KiB and reports the ones that failed.
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';

export interface QueueEvent {
  /** Name of the queue. */
  readonly queue: string;
  /** Identifies the message within one call of `sendEvents`; the queue's own ids identify nothing. */
  readonly id: string;
  readonly body: string;
  readonly traceparent?: string;
}

export interface SendResult {
  /** Messages that are probably not on the queue; sending them again is harmless. */
  readonly failedIds: readonly string[];
}

export interface EventQueue {
  /** Never throws because of a message: `failedIds` holds the id of each message that failed, for any reason. */
  sendEvents(events: readonly QueueEvent[]): Promise<SendResult>;
}

/** SQS takes at most 10 messages and 256 KiB (bodies and attributes) in one call. */
export const maxBatchMessages = 10;
export const maxBatchBytes = 262_144;
// Attribute names, types and values count towards the limit; a traceparent with its name and type takes 76 bytes.
const attributeBytes = 100;
const parallelCalls = 5;

/**
 * @param urls URL of each queue by its name.
 * @param onError Receives the error of each call that failed as a whole, for the log.
 */
export function eventQueue(
  client: SQSClient,
  urls: Readonly<Record<string, string>>,
  onError?: (error: unknown) => void,
): EventQueue {
  const send = async (chunk: readonly QueueEvent[]): Promise<readonly string[]> => {
    try {
      const { Failed } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: urls[chunk[0]?.queue ?? ''], Entries: chunk.map(entry) }),
      );
      return (Failed ?? []).flatMap(({ Id }) => chunk[Number(Id)]?.id ?? []);
    } catch (error) {
      onError?.(error);
      return chunk.map(({ id }) => id);
    }
  };
  return {
    sendEvents: async (events) => {
      const chunks = Object.keys(urls).flatMap((name) => chunked(events.filter(({ queue }) => queue === name)));
      const failedIds: string[] = [];
      for (let first = 0; first < chunks.length; first += parallelCalls) {
        const failed = await Promise.all(chunks.slice(first, first + parallelCalls).map(send));
        failedIds.push(...failed.flat());
      }
      return { failedIds };
    },
  };
}

function entry(event: QueueEvent, index: number): SendMessageBatchRequestEntry {
  return {
    // A position is always a valid and unique entry id; an event id may not be.
    Id: String(index),
    MessageBody: event.body,
    ...(event.traceparent === undefined
      ? {}
      : { MessageAttributes: { traceparent: { DataType: 'String', StringValue: event.traceparent } } }),
  };
}

function chunked(events: readonly QueueEvent[]): readonly (readonly QueueEvent[])[] {
  const chunks: QueueEvent[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const eventBytes = Buffer.byteLength(event.body) + attributeBytes;
    const last = chunks.at(-1);
    if (last === undefined || last.length === maxBatchMessages || sizeBytes + eventBytes > maxBatchBytes) {
      chunks.push([event]);
      sizeBytes = eventBytes;
    } else {
      last.push(event);
      sizeBytes += eventBytes;
    }
  }
  return chunks;
}
