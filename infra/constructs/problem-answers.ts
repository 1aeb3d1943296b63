// Answers that API Gateway gives by itself, as problem documents (RFC 9457) with a stable code and an id to search
// logs for, so that a client meets one shape of error whoever answers.
import { problemTypePrefix } from '../../shared/contracts/problem.ts';
import { corsExposedHeaders } from '../../shared/runtime/http/cors.ts';

/** One problem that the gateway itself can answer. */
interface GatewayProblem {
  /** @default the status API Gateway would use; the document then has no `status` member */
  readonly status?: number;
  readonly code: string;
  readonly title: string;
  /** @default API Gateway's own message */
  readonly detail?: string;
  readonly retryable: boolean;
  /** Whole seconds to wait. @default no Retry-After header */
  readonly retryAfterSeconds?: number;
}

/** By the type of the gateway response. */
const gatewayProblems: Readonly<Record<string, GatewayProblem>> = {
  // API Gateway asks for a token when it knows no such method and path; what it means is that there is none.
  MISSING_AUTHENTICATION_TOKEN: {
    status: 404,
    code: 'REQUEST.NO_ROUTE',
    title: 'Not found',
    detail: 'no such path; GET /openapi.json lists what there is',
    retryable: false,
  },
  RESOURCE_NOT_FOUND: {
    status: 404,
    code: 'REQUEST.NO_ROUTE',
    title: 'Not found',
    detail: 'no such path; GET /openapi.json lists what there is',
    retryable: false,
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    code: 'REQUEST.TOO_LARGE',
    title: 'Content too large',
    // The gateway lets more through; the functions refuse what is over 1 MiB and say so themselves.
    detail: 'the request is larger than the 1 MiB that the API accepts',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    code: 'REQUEST.UNSUPPORTED_MEDIA_TYPE',
    title: 'Unsupported media type',
    detail: 'the content type is not one that this route accepts; use application/json',
    retryable: false,
  },
  THROTTLED: {
    status: 429,
    code: 'REQUEST.THROTTLED',
    title: 'Too many requests',
    detail: 'more requests a second than the API accepts; try again after the time in Retry-After',
    retryable: true,
    // The token bucket refills continuously, so the shortest time that the header can say is enough.
    retryAfterSeconds: 1,
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    code: 'GATEWAY.TIMEOUT',
    title: 'Gateway timeout',
    detail: 'no answer within 29 s; the request may have taken effect, repeat it with the same Idempotency-Key',
    retryable: true,
  },
  INTEGRATION_FAILURE: {
    status: 502,
    code: 'GATEWAY.FUNCTION_FAILED',
    title: 'Bad gateway',
    detail:
      'the function behind this route gave no usable answer; the request may have taken effect, repeat it with the same Idempotency-Key',
    retryable: true,
  },
  DEFAULT_4XX: { code: 'REQUEST.REFUSED', title: 'Request refused', retryable: false },
  DEFAULT_5XX: { code: 'GATEWAY.ERROR', title: 'Gateway error', retryable: true },
};

/** Content type of every error. */
export const problemType = 'application/problem+json';

/**
 * The document as a mapping template. Gateway responses replace `$context` variables only and run no logic.
 * The request id stands for the trace id: it is in the access log beside the X-Ray trace id.
 */
export function problemTemplate(problem: Omit<GatewayProblem, 'retryAfterSeconds'>): string {
  const members = [
    `"type":"${problemTypePrefix}${problem.code.toLowerCase()}"`,
    `"title":${JSON.stringify(problem.title)}`,
    ...(problem.status === undefined ? [] : [`"status":${problem.status}`]),
    // messageString brings its own quotes.
    `"detail":${problem.detail === undefined ? '$context.error.messageString' : JSON.stringify(problem.detail)}`,
    `"code":${JSON.stringify(problem.code)}`,
    '"trace_id":"$context.requestId"',
    `"retryable":${problem.retryable}`,
  ];
  return `{${members.join(',')}}`;
}

/** Gateway responses by type, as `x-amazon-apigateway-gateway-responses` has them. */
export type GatewayAnswers = Readonly<
  Record<
    string,
    {
      readonly statusCode?: string;
      readonly responseParameters: Readonly<Record<string, string>>;
      readonly responseTemplates: Readonly<Record<string, string>>;
    }
  >
>;

export const gatewayAnswers: GatewayAnswers = Object.fromEntries(
  Object.entries(gatewayProblems).map(([type, problem]) => [type, answerOf(problem)]),
);

function answerOf(problem: GatewayProblem): GatewayAnswers[string] {
  const headers = {
    'Content-Type': problemType,
    'Cache-Control': 'no-store',
    // Without these two a browser's script sees a network failure instead of the problem.
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': corsExposedHeaders.join(','),
    ...(problem.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(problem.retryAfterSeconds) }),
  };
  return {
    ...(problem.status === undefined ? {} : { statusCode: String(problem.status) }),
    responseParameters: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    ),
    responseTemplates: { 'application/json': problemTemplate(problem) },
  };
}
