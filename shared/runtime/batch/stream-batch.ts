// Wraps a use case as a handler of the table's stream. The use case gets a whole batch, because it sends or aggregates
// in bulk. The wrapper reports the lowest failed sequence number, from which the stream resumes.
import type { AttributeValue, Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { toHubError } from '../../errors/classify.ts';
import { collectMeasurements, type Measure } from '../../observability/measurement.ts';
import { parseTraceparent } from '../../observability/trace-context.ts';
import { plainItem } from '../../table/engine/plain-item.ts';
import { type BatchTools, durationSince, noteOf, reportBatch } from './batch-report.ts';

export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly newImage: Readonly<Record<string, unknown>> | undefined;
  readonly oldImage: Readonly<Record<string, unknown>> | undefined;
}

export interface StreamContext {
  readonly remainingTimeMs: () => number;
  /** Adds fields to the batch's log line; no personal data. */
  readonly note: (fields: Readonly<Record<string, unknown>>) => void;
  /** Adds measurements to the batch. */
  readonly measure: Measure;
}

/** Stream records to retry. The stream resends every record after the lowest of them, so effects must be idempotent. */
export interface StreamOutcome {
  readonly failedSequenceNumbers: readonly string[];
}

export type HandleStreamBatch = (records: readonly StreamRecord[], context: StreamContext) => Promise<StreamOutcome>;
export type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/** An error of `handleBatch` fails all of its records. An unreadable record fails alone, and the others are handled. */
export function streamBatch(handleBatch: HandleStreamBatch, tools: BatchTools): StreamHandler {
  return async (event, context) => {
    const startedMs = performance.now();
    const notes: Record<string, unknown> = {};
    const measured = collectMeasurements();
    const batch: StreamContext = {
      remainingTimeMs: () => context.getRemainingTimeInMillis(),
      note: (fields) => noteOf(notes, fields),
      measure: measured.add,
    };
    const read = event.Records.map(readRecord);
    const good = read.flatMap((entry) => (entry.record === undefined ? [] : [entry.record]));
    const failed = new Set(read.flatMap((entry) => (entry.record === undefined ? [entry.sequenceNumber] : [])));
    for (const sequenceNumber of await handled(good, handleBatch, notes, batch)) failed.add(sequenceNumber);
    for (const entry of read) entry.line['delivery'] ??= failed.has(entry.sequenceNumber) ? 'failed' : 'processed';
    reportBatch(tools, {
      kind: 'stream_batch',
      lambdaRequestId: context.awsRequestId,
      durationMs: durationSince(startedMs),
      records: read.map((entry) => entry.line),
      failed: failed.size,
      notes,
      measured: measured.all(),
    });
    const first = lowest([...failed]);
    // If the response named the first of several records, Lambda would retry the whole batch until it gave up on all of
    // them. Lambda bisects a batch that fails as a whole and so isolates the bad record in about log2 n attempts.
    if (first !== undefined && read.length > 1 && first === read[0]?.sequenceNumber) {
      throw new Error(`${failed.size} of ${read.length} records failed, the first among them; halve the batch`);
    }
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
  };
}

interface ReadRecord {
  readonly sequenceNumber: string;
  readonly record: StreamRecord | undefined;
  readonly line: Record<string, unknown>;
}

function readRecord(raw: DynamoDBRecord): ReadRecord {
  const sequenceNumber = raw.dynamodb?.SequenceNumber ?? '';
  const line: Record<string, unknown> = { sequence_number: sequenceNumber, event_name: raw.eventName };
  try {
    const record: StreamRecord = {
      sequenceNumber,
      eventName: raw.eventName ?? 'MODIFY',
      newImage: imageOf(raw.dynamodb?.NewImage),
      oldImage: imageOf(raw.dynamodb?.OldImage),
    };
    const image = record.newImage ?? record.oldImage;
    const traceparent = image?.['traceparent'];
    line['entity'] = image?.['entity'];
    line['trace_id'] = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined)?.traceId;
    return { sequenceNumber, record, line };
  } catch (error) {
    line['delivery'] = 'failed';
    line['error_code'] = 'STREAM.UNREADABLE';
    line['error'] = error;
    return { sequenceNumber, record: undefined, line };
  }
}

const imageOf = (image: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  image === undefined ? undefined : plainItem(image);

async function handled(
  records: readonly StreamRecord[],
  handleBatch: HandleStreamBatch,
  notes: Record<string, unknown>,
  batch: StreamContext,
): Promise<readonly string[]> {
  if (records.length === 0) return [];
  try {
    const { failedSequenceNumbers } = await handleBatch(records, batch);
    return failedSequenceNumbers;
  } catch (thrown) {
    const error = toHubError(thrown);
    Object.assign(notes, { error_code: error.code, error_kind: error.kind, error: error.cause ?? error });
    return records.map((record) => record.sequenceNumber);
  }
}

/** Sequence numbers have up to 40 digits and no leading zeros: compares by length first, then as text. */
function lowest(sequenceNumbers: readonly string[]): string | undefined {
  return [...sequenceNumbers].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}
