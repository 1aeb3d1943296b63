// Wraps a use case as a scheduled handler: a new trace, one log line and one metric per run.
import type { Context } from 'aws-lambda';
import { toHubError } from '../../errors/classify.ts';
import { collectMeasurements, type Measure } from '../../observability/measurement.ts';
import { newTraceparent, traceIdOf } from '../../observability/trace-context.ts';
import { type BatchTools, durationSince, emitMeasured } from './batch-report.ts';

export interface RunContext {
  /** `traceparent` of this run; events that it causes carry it. */
  readonly traceparent: string;
  readonly remainingTimeMs: () => number;
  /** Adds measurements to the run; a failed run emits them too. */
  readonly measure: Measure;
}

/** Counts and similar values for the log line; no personal data. */
export type RunResult = object;

export type ScheduleHandler = (event: unknown, context: Context) => Promise<RunResult>;

/** A failed run throws, so that the alarm on the function's errors fires; the next scheduled run tries again. */
export function schedule(run: (context: RunContext) => Promise<RunResult>, tools: BatchTools): ScheduleHandler {
  return async (_event, context) => {
    const startedMs = performance.now();
    const traceparent = newTraceparent(tools.randomHex);
    const line = { lambda_request_id: context.awsRequestId, trace_id: traceIdOf(traceparent) };
    const measured = collectMeasurements();
    const report = (outcome: 'done' | 'failed'): number => {
      const durationMs = durationSince(startedMs);
      tools.meter.emit({ trigger: 'schedule', outcome }, { RunDuration: [durationMs, 'ms'] });
      emitMeasured(tools.meter, measured.all());
      return durationMs;
    };
    try {
      const result = await run({
        traceparent,
        remainingTimeMs: () => context.getRemainingTimeInMillis(),
        measure: measured.add,
      });
      tools.log.info('run', { ...line, duration_ms: report('done'), result });
      return result;
    } catch (thrown) {
      const error = toHubError(thrown);
      tools.log.error('run', {
        ...line,
        duration_ms: report('failed'),
        error_code: error.code,
        error_kind: error.kind,
        error: error.cause ?? error,
      });
      throw error;
    }
  };
}
