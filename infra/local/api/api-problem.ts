// Problem documents for refusals that only the embedded host makes; API Gateway has no gateway response for them.
import { problemTypePrefix } from '../../../shared/contracts/problem.ts';
import { type Answer, lowerCase, traceIdOf } from './api-answer.ts';
import type { GatewayRequest } from './api-event.ts';
import type { ApiModel } from './api-model.ts';

interface HostProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retryable: boolean;
}

/** API Gateway has no 405 and treats such a request as unknown; the embedded host lists the allowed methods. */
export function wrongMethodAnswer(allowed: readonly string[], model: ApiModel, request: GatewayRequest): Answer {
  const problem = {
    status: 405,
    code: 'ROUTE.METHOD_NOT_ALLOWED',
    title: 'Method not allowed',
    detail: `${request.httpMethod} is not available at ${request.path}; allowed: ${allowed.join(', ')}`,
    retryable: false,
  };
  return answer(problem, request, { ...corsHeaders(model), allow: allowed.join(', ') });
}

/** It carries no CORS headers, so the foreign page learns only that its request failed. */
export function foreignOriginAnswer(request: GatewayRequest): Answer {
  const problem = {
    status: 403,
    code: 'GATEWAY.FOREIGN_ORIGIN',
    title: 'Foreign origin',
    detail:
      'this host accepts requests of programs and of local pages only: an Origin header must be http(s) on localhost, 127.0.0.1 or [::1]',
    retryable: false,
  };
  return answer(problem, request, {});
}

export function badEncodingAnswer(model: ApiModel, request: GatewayRequest): Answer {
  const problem = {
    status: 400,
    code: 'REQUEST.BAD_ENCODING',
    title: 'Body is not UTF-8',
    detail: 'the body is not valid UTF-8; send text in UTF-8, or bytes with the content type of a document',
    retryable: false,
  };
  return answer(problem, request, corsHeaders(model));
}

export function busyAnswer(model: ApiModel, request: GatewayRequest): Answer {
  const problem = {
    status: 503,
    code: 'GATEWAY.BUSY',
    title: 'Busy',
    detail: 'the memory budget for request bodies is exhausted; try again after the time in Retry-After',
    retryable: true,
  };
  return answer(problem, request, { ...corsHeaders(model), 'retry-after': '1' });
}

function corsHeaders(model: ApiModel): Record<string, string> {
  return lowerCase(model.responses['DEFAULT_4XX']?.headers ?? {});
}

function answer(problem: HostProblem, request: GatewayRequest, headers: Record<string, string>): Answer {
  const document = {
    type: `${problemTypePrefix}${problem.code.toLowerCase()}`,
    ...problem,
    instance: request.path,
    trace_id: traceIdOf(request),
  };
  return {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: Buffer.from(JSON.stringify(document)),
  };
}
