// Reports one request and its answer as a log line and a metric. No field here may hold personal data or a payload.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { HubError } from '../../errors/hub-error.ts';
import { hubMetrics } from '../../observability/hub-metrics.ts';
import type { Log, LogFields } from '../../observability/log.ts';
import type { Measurements } from '../../observability/measurement.ts';
import type { Meter } from '../../observability/meter.ts';
import { traceIdOf } from '../../observability/trace-context.ts';
import { emitMeasured } from '../batch/batch-report.ts';
import type { Caller, Route } from './route.ts';

/** Filled in while the request is served, so that the log line of a failed request has all fields known by then. */
export interface Exchange {
  readonly event: APIGatewayProxyEvent;
  readonly context: Context;
  readonly traceparent: string;
  readonly startedMs: number;
  route?: Route<never>;
  caller?: Caller | undefined;
  error?: HubError;
  fromStore?: boolean;
  answerKept?: boolean;
  /** True: the lookup of the stored answer failed. */
  answersUnreadable?: boolean;
}

/** Writes the line and the metric of a finished request. */
export function reportExchange(
  exchange: Exchange,
  status: number,
  tools: { readonly log: Log; readonly meter: Meter },
): void {
  const durationMs = Math.round((performance.now() - exchange.startedMs) * 10) / 10;
  const fields = lineOf(exchange, status, durationMs);
  if (status >= 500) tools.log.error('request', fields);
  else if (exchange.answerKept === false) tools.log.warn('request', fields);
  else tools.log.info('request', fields);
  tools.meter.emit({ outcome: outcomeOf(status) }, { RequestDuration: [durationMs, 'ms'] });
  emitMeasured(tools.meter, dedupOf(exchange));
}

/** Measures the use of `Idempotency-Key`; empty for a request without one or refused before the lookup. */
function dedupOf({ fromStore, answerKept, answersUnreadable }: Exchange): Measurements {
  if (answersUnreadable === true) return { [hubMetrics.dedupErrors]: [1, 'count'] };
  if (fromStore === undefined) return {};
  return {
    [fromStore ? hubMetrics.dedupHits : hubMetrics.dedupMisses]: [1, 'count'],
    ...(answerKept === false ? { [hubMetrics.dedupErrors]: [1, 'count'] as const } : {}),
  };
}

function lineOf(exchange: Exchange, status: number, durationMs: number): LogFields {
  const { event, error, route, caller } = exchange;
  return {
    method: event.httpMethod,
    route: event.resource,
    operation: route?.operationId,
    status,
    duration_ms: durationMs,
    trace_id: traceIdOf(exchange.traceparent),
    request_id: event.requestContext?.requestId,
    lambda_request_id: exchange.context.awsRequestId,
    subject: caller?.subject,
    role: caller?.role,
    idempotency_replayed: exchange.fromStore,
    idempotency_kept: exchange.answerKept,
    ...(error === undefined ? {} : errorFields(error)),
  };
}

/** A refusal is logged with its code and fields; only defects and transient errors carry a stack. */
export function errorFields(error: HubError): LogFields {
  return {
    error_code: error.code,
    error_kind: error.kind,
    error_message: error.message,
    refused_fields: error.fields.length === 0 ? undefined : error.fields.map((field) => field.pointer),
    ...(error.kind === 'defect' || error.kind === 'transient' ? { error: error.cause ?? error } : {}),
  };
}

function outcomeOf(status: number): string {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}
