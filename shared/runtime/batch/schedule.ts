// Everything around a use case behind a schedule, once: its own trace, one log line, one metric.
import type { Context } from 'aws-lambda';
import { toHubError } from '../../errors/classify.ts';
import { collectMeasurements, type Measure } from '../../observability/measurement.ts';
import { newTraceparent, traceIdOf } from '../../observability/trace-context.ts';
import { type BatchTools, durationSince, emitMeasured } from './batch-report.ts';

export interface RunContext {
  /** `traceparent` of this run; what it sets going carries it. */
  readonly traceparent: string;
  readonly remainingTimeMs: () => number;
  /** Adds to what the run measures; emitted when it fails, too. */
  readonly measure: Measure;
}

/** Counts and the like for the log line; no personal data. */
export type RunResult = object;

export type ScheduleHandler = (event: unknown, context: Context) => Promise<RunResult>;

/** A failed run throws: the alarm on the function's errors sees it, and the next run comes anyway. */
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
