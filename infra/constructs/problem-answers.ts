// Answers that API Gateway gives by itself, as problem documents (RFC 9457) with a stable code and an id to search
// logs for, so that a client meets one shape of error whoever answers.
import { GatewayResponse, type IRestApi, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { problemTypePrefix } from '../../shared/contracts/problem.ts';

/** One problem that the gateway itself can answer. */
interface GatewayProblem {
  readonly type: ResponseType;
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

export const gatewayProblems: Readonly<Record<string, GatewayProblem>> = {
  // API Gateway asks for a token when it knows no such method and path; what it means is that there is none.
  NoRoute: {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    code: 'REQUEST.NO_ROUTE',
    title: 'Not found',
    detail: 'no such path; GET /openapi.json lists what there is',
    retryable: false,
  },
  NoResource: {
    type: ResponseType.RESOURCE_NOT_FOUND,
    status: 404,
    code: 'REQUEST.NO_ROUTE',
    title: 'Not found',
    detail: 'no such path; GET /openapi.json lists what there is',
    retryable: false,
  },
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    code: 'REQUEST.TOO_LARGE',
    title: 'Content too large',
    // The gateway lets more through; the functions refuse what is over 1 MiB and say so themselves.
    detail: 'the request is larger than the 1 MiB that the API accepts',
    retryable: false,
  },
  MediaType: {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    status: 415,
    code: 'REQUEST.UNSUPPORTED_MEDIA_TYPE',
    title: 'Unsupported media type',
    detail: 'the content type is not one that this route accepts; use application/json',
    retryable: false,
  },
  Throttled: {
    type: ResponseType.THROTTLED,
    status: 429,
    code: 'REQUEST.THROTTLED',
    title: 'Too many requests',
    detail: 'more requests a second than the API accepts; try again after the time in Retry-After',
    retryable: true,
    // The token bucket refills continuously, so the shortest time that the header can say is enough.
    retryAfterSeconds: 1,
  },
  Timeout: {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    code: 'GATEWAY.TIMEOUT',
    title: 'Gateway timeout',
    detail: 'no answer within 29 s; the request may have taken effect, repeat it with the same Idempotency-Key',
    retryable: true,
  },
  Failure: {
    type: ResponseType.INTEGRATION_FAILURE,
    status: 502,
    code: 'GATEWAY.FUNCTION_FAILED',
    title: 'Bad gateway',
    detail:
      'the function behind this route gave no usable answer; the request may have taken effect, repeat it with the same Idempotency-Key',
    retryable: true,
  },
  Default4xx: { type: ResponseType.DEFAULT_4XX, code: 'REQUEST.REFUSED', title: 'Request refused', retryable: false },
  Default5xx: { type: ResponseType.DEFAULT_5XX, code: 'GATEWAY.ERROR', title: 'Gateway error', retryable: true },
};

/** Content type of every error. */
export const problemType = 'application/problem+json';

/**
 * The document as a mapping template. Gateway responses replace `$context` variables only and run no logic.
 * The request id stands for the trace id: it is in the access log beside the X-Ray trace id.
 */
export function problemTemplate(problem: Omit<GatewayProblem, 'type' | 'retryAfterSeconds'>): string {
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

export interface ProblemAnswersProps {
  readonly api: RestApi;
  /** Value of `Access-Control-Allow-Origin` as API Gateway maps it. @default none: the API passes it */
  readonly allowOrigin: string;
  /** Headers that browsers may read, separated by commas. */
  readonly exposedHeaders: string;
}

export class ProblemAnswers extends Construct {
  constructor(scope: Construct, id: string, props: ProblemAnswersProps) {
    super(scope, id);
    for (const [name, problem] of Object.entries(gatewayProblems)) {
      new GatewayResponse(this, name, {
        // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
        restApi: props.api as IRestApi,
        type: problem.type,
        ...(problem.status === undefined ? {} : { statusCode: String(problem.status) }),
        responseHeaders: {
          'Content-Type': `'${problemType}'`,
          'Cache-Control': "'no-store'",
          // Without these a browser's script sees a network failure instead of the problem.
          'Access-Control-Allow-Origin': props.allowOrigin,
          'Access-Control-Expose-Headers': `'${props.exposedHeaders}'`,
          ...(problem.retryAfterSeconds === undefined ? {} : { 'Retry-After': `'${problem.retryAfterSeconds}'` }),
        },
        templates: { 'application/json': problemTemplate(problem) },
      });
    }
  }
}
