// Sends messages to their queues in batches of up to ten messages and 256 KiB and reports the ones that failed.
import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';

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
  /** Messages that their queue refused for their content; sending them again is useless. */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly id: string;
  /** Code of the queue. */
  readonly code: string;
}

export interface EventQueue {
  /** Never throws because of a message: the result names each message that is not on its queue. */
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
  const send = async (chunk: readonly QueueEvent[]): Promise<SendResult> => {
    try {
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: urls[chunk[0]?.queue ?? ''], Entries: chunk.map(entry) }),
      );
      return {
        failedIds: Failed.filter((entry) => !isRefusal(entry)).map((entry) => idIn(chunk, entry)),
        refusals: Failed.filter(isRefusal).map((entry) => ({ id: idIn(chunk, entry), code: entry.Code ?? 'unknown' })),
      };
    } catch (error) {
      const code = contentErrors.exec((error as { readonly name?: string }).name ?? '')?.[1];
      if (code === undefined) {
        onError?.(error);
        return { failedIds: chunk.map(({ id }) => id), refusals: [] };
      }
      if (chunk.length === 1) return { failedIds: [], refusals: chunk.map(({ id }) => ({ id, code })) };
      // The call does not say which message it refuses, so each of them goes alone.
      return joined(await Promise.all(chunk.map((event) => send([event]))));
    }
  };
  return {
    sendEvents: async (events) => {
      const chunks = Object.keys(urls).flatMap((name) => chunked(events.filter(({ queue }) => queue === name)));
      const results: SendResult[] = [];
      for (let first = 0; first < chunks.length; first += parallelCalls) {
        results.push(...(await Promise.all(chunks.slice(first, first + parallelCalls).map(send))));
      }
      return joined(results);
    },
  };
}

/** Errors of a whole call that are about the content of its messages; query-compatible queues put a prefix before the name. */
const contentErrors =
  /^(?:AWS\.SimpleQueueService\.)?(InvalidMessageContents|BatchRequestTooLong|InvalidParameterValue)$/;

/** A refusal of an entry is the sender's fault; throttling counts as that too, and passes. */
const isRefusal = ({ SenderFault, Code = '' }: BatchResultErrorEntry): boolean =>
  SenderFault === true && !/throttl|overlimit/i.test(Code);

const idIn = (chunk: readonly QueueEvent[], { Id }: BatchResultErrorEntry): string => chunk[Number(Id)]?.id ?? '';

const joined = (results: readonly SendResult[]): SendResult => ({
  failedIds: results.flatMap(({ failedIds }) => failedIds),
  refusals: results.flatMap(({ refusals }) => refusals),
});

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
