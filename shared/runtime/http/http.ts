// Wraps use cases as an API Gateway handler: trace, token, permission, input, preconditions, idempotency, answer or
// problem, one log line, one metric. A use case handles none of these.
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { TokenVerifier } from '../../auth/verify-token.ts';
import { toHubError } from '../../errors/classify.ts';
import { HubError } from '../../errors/hub-error.ts';
import type { Log } from '../../observability/log.ts';
import type { Meter } from '../../observability/meter.ts';
import { childTraceparent, type RandomHex, traceIdOf } from '../../observability/trace-context.ts';
import { type Answer, answerOf, problemAnswer } from './answer.ts';
import { authorise } from './authorise.ts';
import { contentTag } from './content-tag.ts';
import { corsAllowedHeaders, corsHeaders, corsMaxAgeSeconds, defaultHeaders } from './cors.ts';
import { type Exchange, reportExchange } from './exchange.ts';
import { readInput } from './http-input.ts';
import { type AnswerByKey, fingerprintOf, parseIdempotencyKey, scopeHash } from './idempotency-key.ts';
import { nextPageHeaders } from './next-page.ts';
import { noneMatchHits, parseIfMatch, prefersStrict, requirePrecondition } from './preconditions.ts';
import { headerOf } from './request-headers.ts';
import type { ApiReply, ApiRequest, Caller, Route } from './route.ts';

/** Dependencies of the wrapper; `httpTools()` composes them once per cold start. */
export interface HttpTools {
  readonly verify: TokenVerifier;
  readonly log: Log;
  readonly meter: Meter;
  readonly randomHex: RandomHex;
  /** Returns stored answers by `Idempotency-Key`; absent on functions that only read, which ignore the header. */
  readonly answerByKey: AnswerByKey | undefined;
  /** Origins that may read answers in a browser; `*` for any. */
  readonly corsOrigins: readonly string[];
  /** True: each PATCH and PUT requires If-Match. False: only requests with `Prefer: strict` do. */
  readonly ifMatchRequired: boolean;
}

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** A Lambda handler for API Gateway's proxy integration that serves `routes`. */
export function http<Deps>(routes: readonly Route<Deps>[], deps: Deps, tools: HttpTools): HttpHandler {
  return async (event, context) => {
    const traceparent = childTraceparent(headerOf(event, 'traceparent'), tools.randomHex);
    const exchange: Exchange = { event, context, traceparent, startedMs: performance.now() };
    let answer: Answer;
    try {
      answer = await withinDeadline(serve(routes, deps, tools, exchange), context);
    } catch (thrown) {
      exchange.error = toHubError(thrown);
      const traceId = traceIdOf(traceparent) ?? '';
      answer = problemAnswer(exchange.error, { path: event.path, method: event.httpMethod, traceId });
    }
    reportExchange(exchange, answer.status, tools);
    return finished(answer, exchange, tools);
  };
}

async function serve<Deps>(
  routes: readonly Route<Deps>[],
  deps: Deps,
  tools: HttpTools,
  exchange: Exchange,
): Promise<Answer> {
  const { event } = exchange;
  const wanted = event.httpMethod === 'HEAD' ? 'GET' : event.httpMethod;
  const here = routes.filter((candidate) => candidate.path === event.resource);
  if (wanted === 'OPTIONS' && here.length > 0) return preflight(here);
  const route = here.find((candidate) => candidate.method === wanted);
  if (route === undefined) {
    throw new HubError({ kind: 'not-found', code: 'REQUEST.NO_ROUTE', message: 'there is nothing at this path' });
  }
  exchange.route = route;
  exchange.caller = await authorise(event, route, tools.verify);
  const input = readInput(event, route);
  return route.method === 'GET' ? read(route, input, deps, exchange) : change(route, input, deps, tools, exchange);
}

async function read<Deps>(
  route: Route<Deps>,
  input: ReturnType<typeof readInput>,
  deps: Deps,
  exchange: Exchange,
): Promise<Answer> {
  const reply = tagged(await route.handle(requestOf(input, exchange), deps));
  const plain = answerOf(reply);
  const answer = { ...plain, headers: { ...plain.headers, ...nextPageHeaders(exchange.event, reply) } };
  const current = reply.etag !== undefined && noneMatchHits(headerOf(exchange.event, 'if-none-match'), reply.etag);
  if (!current) return answer;
  const { 'content-type': _type, ...headers } = answer.headers;
  return { status: 304, headers, body: '' };
}

/** A JSON answer without a version of its own is tagged by its content. */
function tagged(reply: ApiReply): ApiReply {
  if (reply.etag !== undefined || reply.contentType !== undefined || reply.body === undefined) return reply;
  return { ...reply, etag: contentTag(reply.body) };
}

async function change<Deps>(
  route: Route<Deps>,
  input: ReturnType<typeof readInput>,
  deps: Deps,
  tools: HttpTools,
  exchange: Exchange,
): Promise<Answer> {
  const { event, context } = exchange;
  const ifMatch = parseIfMatch(headerOf(event, 'if-match'));
  const guarded = route.method === 'PATCH' || route.method === 'PUT';
  if (guarded && (tools.ifMatchRequired || prefersStrict(headerOf(event, 'prefer')))) requirePrecondition(ifMatch);
  const { answerByKey } = tools;
  const takesKey = answerByKey !== undefined && route.repeatable !== true;
  const key = takesKey ? parseIdempotencyKey(headerOf(event, 'idempotency-key')) : undefined;
  if (key === undefined || answerByKey === undefined) {
    return answerOf(await tryTags(route, requestOf(input, exchange), ifMatch, deps));
  }
  const keyHash = scopeHash([
    exchange.caller?.subject ?? '',
    route.method,
    route.path,
    JSON.stringify(input.params ?? {}),
    key,
  ]);
  const fingerprint = fingerprintOf([input.query, input.body]);
  const outcome = await answerByKey({ keyHash, fingerprint, context }, async () =>
    answerOf(await tryTags(route, requestOf(input, exchange, { keyHash, fingerprint }), ifMatch, deps)),
  ).catch((error: unknown) => {
    exchange.answersUnreadable = error instanceof Error && error.name === 'IdempotencyPersistenceLayerError';
    throw error;
  });
  exchange.fromStore = outcome.fromStore;
  exchange.answerKept = outcome.kept;
  if (!outcome.fromStore) return outcome.answer;
  await route.checkStoredAnswer?.(requestOf(input, exchange), JSON.parse(outcome.answer.body), deps);
  return { ...outcome.answer, headers: { ...outcome.answer.headers, 'idempotency-replayed': 'true' } };
}

/** Any tag of If-Match may match. A failed precondition writes nothing, so this tries the tags one after the other. */
async function tryTags<Deps>(
  route: Route<Deps>,
  request: ApiRequest,
  ifMatch: readonly string[] | undefined,
  deps: Deps,
) {
  const [first, ...others] = ifMatch ?? [];
  try {
    return await route.handle({ ...request, ifMatch: first }, deps);
  } catch (error) {
    if (others.length === 0 || !(error instanceof HubError) || error.kind !== 'precondition-failed') throw error;
    return tryTags(route, request, others, deps);
  }
}

function requestOf(
  input: ReturnType<typeof readInput>,
  exchange: Exchange,
  idempotency?: { readonly keyHash: string; readonly fingerprint: string },
): ApiRequest {
  return {
    ...input,
    // Absent on public routes only; a public use case that reads it handles its absence.
    caller: exchange.caller as Caller,
    ifMatch: undefined,
    idempotencyKeyHash: idempotency?.keyHash,
    payloadFingerprint: idempotency?.fingerprint,
    acceptLanguage: headerOf(exchange.event, 'accept-language'),
    traceparent: exchange.traceparent,
  };
}

function preflight(here: readonly Route<never>[]): Answer {
  const methods = [...here.map((route) => route.method), ...(here.some((r) => r.method === 'GET') ? ['HEAD'] : [])];
  return {
    status: 204,
    headers: {
      allow: [...methods, 'OPTIONS'].join(', '),
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': corsAllowedHeaders.join(', '),
      'access-control-max-age': String(corsMaxAgeSeconds),
    },
    body: '',
  };
}

/** Time reserved for logging and sending the answer before Lambda's timeout ends the function. */
const reserveMs = 500;

async function withinDeadline<T>(work: Promise<T>, context: Context): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(outOfTime()), Math.max(0, context.getRemainingTimeInMillis() - reserveMs));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

const outOfTime = (): HubError =>
  new HubError({
    kind: 'transient',
    code: 'HUB.OUT_OF_TIME',
    message:
      'the hub timed out; the change may have happened: repeat it with the same Idempotency-Key, or read the state first',
  });

/** Makes `Location` a relative reference, because only API Gateway knows the prefix of the path, such as its stage. */
function relativeLocation({ headers }: Answer, { route }: Exchange): { readonly location?: string } {
  const location = headers['location'];
  if (location === undefined || route === undefined || !location.startsWith('/')) return {};
  return { location: '../'.repeat(route.path.split('/').length - 2) + location.slice(1) };
}

function finished(answer: Answer, exchange: Exchange, tools: HttpTools): APIGatewayProxyResult {
  const { event, traceparent } = exchange;
  const requestId = event.requestContext?.requestId ?? exchange.context.awsRequestId;
  return {
    statusCode: answer.status,
    headers: {
      ...defaultHeaders,
      ...corsHeaders(headerOf(event, 'origin'), tools.corsOrigins),
      ...answer.headers,
      ...relativeLocation(answer, exchange),
      traceparent,
      'x-request-id': requestId,
    },
    body: event.httpMethod === 'HEAD' ? '' : answer.body,
  };
}
