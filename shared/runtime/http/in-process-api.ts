// Calls the API's own routes without the network. Token, permission, validation, answer, log line and metric work as
// for any other request.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { type ErrorKind, HubError } from '../../errors/hub-error.ts';
import { kinds } from '../../errors/kinds.ts';
import { type HttpTools, http } from './http.ts';
import type { Route } from './route.ts';

export interface InProcessRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path of the route, `/things/{thing_id}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Bearer token of the caller. */
  readonly token: string;
}

/** @throws HubError with the problem's code when the status is 400 or above. */
export type InProcessApi = (request: InProcessRequest) => Promise<Readonly<Record<string, unknown>>>;

/** Time limit of one request in milliseconds; no request takes that long. */
const remainingMs = 10_000;

/** @param tools Tools of the calling function; `routes` need not contain its own routes. */
export function inProcessApi<Deps>(routes: readonly Route<Deps>[], deps: Deps, tools: HttpTools): InProcessApi {
  const handler = http(routes, deps, tools);
  return async (request) => {
    const requestId = tools.randomHex(16);
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => remainingMs } as Context;
    const { statusCode, body } = await handler(eventOf(request, requestId), context);
    const answer = JSON.parse(body) as Readonly<Record<string, unknown>>;
    if (statusCode >= 400) throw problemOf(statusCode, answer);
    return answer;
  };
}

function eventOf({ method, route, params = {}, body, token }: InProcessRequest, requestId: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const event = {
    httpMethod: method,
    resource: route,
    path: Object.entries(params).reduce((path, [name, value]) => path.replace(`{${name}}`, value), route),
    pathParameters: params,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    stageVariables: null,
    requestContext: { requestId },
  };
  return event as unknown as APIGatewayProxyEvent;
}

function problemOf(statusCode: number, { code, detail }: Readonly<Record<string, unknown>>): HubError {
  const kind = (Object.keys(kinds) as ErrorKind[]).find((one) => kinds[one].status === statusCode) ?? 'defect';
  return new HubError({ kind, code: String(code), message: String(detail) });
}
