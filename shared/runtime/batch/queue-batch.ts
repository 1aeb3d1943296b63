// Wraps a use case as a queue handler: each message succeeds or fails alone, and the queue redelivers the failed ones.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { toHubError } from '../../errors/classify.ts';
import { type Collected, collectMeasurements, type Measure } from '../../observability/measurement.ts';
import { childTraceparent, traceIdOf } from '../../observability/trace-context.ts';
import { type BatchTools, durationSince, noteOf, reportBatch } from './batch-report.ts';

export interface QueueMessage {
  readonly body: string;
  /** Number of this delivery of the message, from 1. */
  readonly attempt: number;
  /** For logs only: each send gets a new id, so a redrive or a repeated send changes it. */
  readonly messageId: string;
  /** String values of the message's attributes. */
  readonly messageAttributes: Readonly<Record<string, string>>;
  /** Time at which the queue accepted the message, ISO 8601. */
  readonly sentAt: string;
  /** ARN of the source queue. */
  readonly queueArn: string;
}

export interface MessageContext {
  /** A child span in the sender's trace. A batch holds many traces, so each message has its own. */
  readonly traceparent: string;
  readonly remainingTimeMs: () => number;
  /** Adds fields to this message's entry in the log line; no personal data. */
  readonly note: (fields: Readonly<Record<string, unknown>>) => void;
  /** Adds measurements to the batch. */
  readonly measure: Measure;
}

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** @param handleRecord Throws to have the queue redeliver the message. */
export function queueBatch(
  handleRecord: (message: QueueMessage, context: MessageContext) => Promise<void>,
  tools: BatchTools,
): QueueHandler {
  return async (event, context) => {
    const startedMs = performance.now();
    const lines: Record<string, unknown>[] = [];
    const measured = collectMeasurements();
    const processor = new BatchProcessor(EventType.SQS);
    const handle = async (record: SQSRecord): Promise<void> => {
      const line: Record<string, unknown> = {};
      lines.push(line);
      await handleOne(record, { line, measured, context }, handleRecord, tools);
    };
    const response = await processPartialResponse(event, handle, processor, {
      context,
      throwOnFullBatchFailure: false,
    });
    reportBatch(tools, {
      kind: 'queue_batch',
      lambdaRequestId: context.awsRequestId,
      durationMs: durationSince(startedMs),
      records: lines,
      failed: response.batchItemFailures.length,
      measured: measured.all(),
    });
    return response;
  };
}

interface Delivery {
  readonly line: Record<string, unknown>;
  readonly measured: Collected;
  readonly context: Context;
}

async function handleOne(
  record: SQSRecord,
  { line, measured, context }: Delivery,
  handleRecord: (message: QueueMessage, context: MessageContext) => Promise<void>,
  tools: BatchTools,
): Promise<void> {
  const startedMs = performance.now();
  const message = messageOf(record);
  const traceparent = childTraceparent(message.messageAttributes['traceparent'], tools.randomHex);
  Object.assign(line, {
    message_id: record.messageId,
    attempt: message.attempt,
    trace_id: traceIdOf(traceparent),
    delivery: 'processed',
  });
  try {
    await handleRecord(message, {
      traceparent,
      remainingTimeMs: () => context.getRemainingTimeInMillis(),
      note: (fields) => noteOf(line, fields),
      measure: measured.add,
    });
  } catch (thrown) {
    const error = toHubError(thrown);
    Object.assign(line, {
      delivery: 'failed',
      error_code: error.code,
      error_kind: error.kind,
      error: error.cause ?? error,
    });
    throw error;
  } finally {
    line['duration_ms'] = durationSince(startedMs);
  }
}

function messageOf(record: SQSRecord): QueueMessage {
  const attributes = Object.entries(record.messageAttributes ?? {}).flatMap(([name, { stringValue }]) =>
    stringValue === undefined ? [] : [[name, stringValue] as const],
  );
  return {
    body: record.body,
    attempt: Number(record.attributes.ApproximateReceiveCount),
    messageId: record.messageId,
    messageAttributes: Object.fromEntries(attributes),
    sentAt: new Date(Number(record.attributes.SentTimestamp)).toISOString(),
    queueArn: record.eventSourceARN,
  };
}
