// Serves the REST API on 127.0.0.1: converts each request into a proxy event, an invocation and an answer.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Invocation } from '../lambda/function-messages.ts';
import { elapsed, type Log, traceIdIn } from '../process/log.ts';
import type { JsonObject } from '../template/intrinsics.ts';
import { type Answer, compressed, gatewayAnswer, mockAnswer, proxyAnswer, traceIdOf } from './api-answer.ts';
import { BodyBudget, type BodyShare, readBody } from './api-body.ts';
import { eventBody, type GatewayRequest, gatewayRequest, proxyEvent } from './api-event.ts';
import { type ApiMatch, apiMatcher } from './api-match.ts';
import type { ApiMethod, ApiModel } from './api-model.ts';
import { badEncodingAnswer, busyAnswer, foreignOriginAnswer, wrongMethodAnswer } from './api-problem.ts';
import { isLocalHost, isLocalOrigin } from './local-origin.ts';

export interface ApiDeps {
  /** @param gone Aborts when the client has disconnected */
  readonly invoke: (functionName: string, event: JsonObject, gone: AbortSignal) => Promise<Invocation>;
  readonly log: Log;
  /** Memory budget for the bodies of all concurrent requests. @default 64 MiB */
  readonly bufferLimitBytes?: number;
  /** Overrides the template's integration timeout, in milliseconds; for tests. */
  readonly integrationTimeoutMs?: number;
}

/** Lambda accepts and returns payloads of up to 6 MB. */
const payloadLimitBytes = 6 * 1024 * 1024;
/** Limit for reading and discarding the rest of an oversized body. */
const discardLimitBytes = 64 * 1024 * 1024;
/** Longer than the keep-alive of common client pools, so that the client closes first. */
const keepAliveMs = 65_000;

/** Far more than a browser or a load test opens; each open connection costs memory. */
const connectionLimit = 512;
/** Time limits for receiving a whole request, and its headers. */
const requestLimitMs = 30_000;
const headersLimitMs = 10_000;
/** Interval of the check for slow clients. */
const slownessCheckMs = 5000;

/** State that all requests share. */
interface Served {
  readonly model: ApiModel;
  readonly match: (method: string, path: string) => ApiMatch;
  readonly deps: ApiDeps;
  readonly budget: BodyBudget;
}

/** State of one request. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly gateway: GatewayRequest;
  readonly share: BodyShare;
  readonly gone: AbortSignal;
}

export function createApi(model: ApiModel, deps: ApiDeps): Server {
  const served: Served = { model, match: apiMatcher(model), deps, budget: new BodyBudget(deps.bufferLimitBytes) };
  const server = createServer({ connectionsCheckingInterval: slownessCheckMs }, (request, response) => {
    const startedMs = performance.now();
    const gateway = gatewayRequest(request);
    const share = served.budget.share();
    const gone = new AbortController();
    // Runs after an early answer too, such as a timeout.
    // The explicit reason avoids the cost of a new exception per request.
    response.once('close', () => gone.abort('closed'));
    answerFor(served, { request, gateway, share, gone: gone.signal })
      .catch((error: Error) => {
        deps.log.line(`request failed in the host: ${error.stack ?? error.message}`);
        return gatewayAnswer('DEFAULT_5XX', model, gateway);
      })
      .then((answer) => {
        write(response, request, compressed(answer, header(request, 'accept-encoding'), model), gateway);
        const trace = traceIdIn(header(request, 'traceparent') ?? String(answer.headers['traceparent'] ?? ''));
        deps.log.line(
          `${gateway.httpMethod} ${gateway.path} ${answer.status} ${elapsed(startedMs)} trace=${trace === '-' ? traceIdOf(gateway) : trace}`,
        );
      })
      .catch((error: Error) => response.destroy(error))
      .finally(() => share.release());
  });
  server.keepAliveTimeout = keepAliveMs;
  server.requestTimeout = requestLimitMs;
  server.headersTimeout = headersLimitMs;
  server.maxConnections = connectionLimit;
  return server;
}

async function answerFor(served: Served, exchange: Exchange): Promise<Answer> {
  const { model, match } = served;
  const { request, gateway } = exchange;
  if (!isLocalHost(request.headers.host)) {
    return plain(421, 'this server answers only to 127.0.0.1 and localhost');
  }
  if (!isLocalOrigin(request.headers.origin)) {
    return foreignOriginAnswer(gateway);
  }
  const found = match(gateway.httpMethod, gateway.path);
  if (found.kind === 'none') {
    return gatewayAnswer('MISSING_AUTHENTICATION_TOKEN', model, gateway);
  }
  if (found.kind === 'wrong-method') {
    return wrongMethodAnswer(found.allowed, model, gateway);
  }
  const { integration } = found.method;
  if (integration.kind === 'mock') {
    return mockAnswer(integration, gateway);
  }
  return await callFunction(served, { ...found, integration }, exchange);
}

type LambdaIntegration = Extract<ApiMethod['integration'], { readonly kind: 'lambda' }>;
type LambdaMatch = Extract<ApiMatch, { readonly kind: 'method' }> & { readonly integration: LambdaIntegration };

async function callFunction(served: Served, found: LambdaMatch, exchange: Exchange): Promise<Answer> {
  const { model } = served;
  const { request, gateway, share } = exchange;
  // An API with compression also accepts compressed bodies.
  const bytes = await readBody(request, model.compressFromBytes !== undefined, share);
  if (typeof bytes === 'string') {
    return bytes === 'BUSY' ? busyAnswer(model, gateway) : gatewayAnswer(bytes, model, gateway);
  }
  const body = eventBody(bytes, request.headers['content-type'], model.binaryMediaTypes);
  if (body === undefined) {
    return badEncodingAnswer(model, gateway);
  }
  if (Buffer.byteLength(body.body ?? '') > payloadLimitBytes) {
    return gatewayAnswer('REQUEST_TOO_LARGE', model, gateway);
  }
  const event = proxyEvent(model, found, request, gateway, body);
  return await invokeFunction(served, found.integration, event, exchange);
}

async function invokeFunction(
  { model, deps }: Served,
  { functionName, timeoutMs }: LambdaIntegration,
  event: JsonObject,
  { request, gateway, gone }: Exchange,
): Promise<Answer> {
  const limitMs = Math.min(timeoutMs, deps.integrationTimeoutMs ?? timeoutMs);
  const invocation = await withTimeout(deps.invoke(functionName, event, gone), limitMs);
  if (invocation === undefined) {
    return gatewayAnswer('INTEGRATION_TIMEOUT', model, gateway);
  }
  if (invocation.kind === 'error' && invocation.throttled === true) {
    return gatewayAnswer('THROTTLED', model, gateway);
  }
  const answer = answerOf(invocation, request, model);
  if (answer === undefined) {
    const { errorType, errorMessage } =
      invocation.kind === 'error'
        ? invocation.error
        : { errorType: 'no proxy response', errorMessage: invocation.payload.slice(0, 200) };
    deps.log.line(`${functionName} failed: ${errorType} ${errorMessage}`);
  }
  return answer ?? gatewayAnswer('DEFAULT_5XX', model, gateway);
}

function answerOf(invocation: Invocation, request: IncomingMessage, model: ApiModel): Answer | undefined {
  return invocation.kind === 'error' || invocation.payload.length > payloadLimitBytes
    ? undefined
    : proxyAnswer(invocation.payload, header(request, 'accept'), model);
}

function plain(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(`${text}\n`) };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function withTimeout<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function write(response: ServerResponse, request: IncomingMessage, answer: Answer, gateway: GatewayRequest): void {
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, value as string | string[]);
  }
  response.setHeader('x-amzn-requestid', gateway.requestId);
  response.setHeader('x-amzn-trace-id', gateway.xrayTraceId);
  discardRest(request);
  response.removeHeader('content-length');
  const bodiless = answer.status === 204 || answer.status === 304;
  if (!bodiless) {
    response.setHeader('content-length', answer.body.length);
  }
  response.writeHead(answer.status);
  response.end(bodiless || request.method === 'HEAD' ? undefined : answer.body);
}

/** Reads and discards the rest of the body up to a limit, so that the client receives the answer. */
function discardRest(request: IncomingMessage): void {
  if (request.complete) {
    return;
  }
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > discardLimitBytes) {
      request.destroy();
    }
  });
}
