// Writes the log line and the metric of one batch or run, the same for queues, streams and schedules.
import type { Log } from '../../observability/log.ts';
import type { Measurements } from '../../observability/measurement.ts';
import type { Meter } from '../../observability/meter.ts';
import type { RandomHex } from '../../observability/trace-context.ts';

/** Dependencies of the batch and schedule wrappers; `batchTools()` composes them once per cold start. */
export interface BatchTools {
  readonly log: Log;
  readonly meter: Meter;
  readonly randomHex: RandomHex;
}

export interface BatchReport {
  readonly kind: 'queue_batch' | 'stream_batch';
  readonly lambdaRequestId: string;
  readonly durationMs: number;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly failed: number;
  /** Fields of the batch as a whole. */
  readonly notes?: Readonly<Record<string, unknown>>;
  /** Measurements of the use cases, in addition to those of the batch. */
  readonly measured: Measurements;
}

// A line with 100 entries is unreadable: it lists failures first and cuts the rest, which the counts cover.
const mostRecordLines = 25;

export function reportBatch(tools: BatchTools, report: BatchReport): void {
  const { records, failed } = report;
  const failures = records.filter((record) => record['delivery'] === 'failed');
  const others = records.filter((record) => record['delivery'] !== 'failed');
  const fields = {
    ...report.notes,
    lambda_request_id: report.lambdaRequestId,
    duration_ms: report.durationMs,
    record_count: records.length,
    failed_count: failed,
    records: [...failures, ...others].slice(0, mostRecordLines),
  };
  if (failed > 0) tools.log.error(report.kind, fields);
  else tools.log.info(report.kind, fields);
  tools.meter.emit(
    { trigger: report.kind },
    {
      RecordsProcessed: [records.length - failed, 'count'],
      RecordsFailed: [failed, 'count'],
      BatchDuration: [report.durationMs, 'ms'],
    },
  );
  emitMeasured(tools.meter, report.measured);
}

/** Emits a separate metric document, because the event metrics have no dimension but the hub's name. */
export function emitMeasured(meter: Meter, measured: Measurements): void {
  if (Object.keys(measured).length > 0) meter.emit({}, measured);
}

/** Adds fields to an entry; never overwrites a field that the wrapper has set. */
export function noteOf(line: Record<string, unknown>, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) if (!(name in line)) line[name] = value;
}

/** Milliseconds since `startedMs` (a value of `performance.now()`), rounded to a tenth. */
export const durationSince = (startedMs: number): number => Math.round((performance.now() - startedMs) * 10) / 10;
