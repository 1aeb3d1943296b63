// The HTTP server of the REST API on 127.0.0.1: a request becomes a proxy event, an invocation and an answer.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import {
  type Answer,
  compressed,
  gatewayAnswer,
  mockAnswer,
  proxyAnswer,
  traceIdOf,
  wrongMethodAnswer,
} from './api-answer.ts';
import { type GatewayRequest, gatewayRequest, proxyEvent } from './api-event.ts';
import { type ApiMatch, apiMatcher } from './api-match.ts';
import type { ApiMethod, ApiModel } from './api-model.ts';
import type { Invocation } from './function-messages.ts';
import type { JsonObject } from './intrinsics.ts';
import { elapsed, type Log, traceIdIn } from './log.ts';

export interface ApiDeps {
  readonly invoke: (functionName: string, event: JsonObject) => Promise<Invocation>;
  readonly log: Log;
  /** Stops waiting for integrations after this many milliseconds whatever the template says; for tests. */
  readonly integrationTimeoutMs?: number;
}

/** API Gateway takes bodies up to 10 MB. */
const bodyLimitBytes = 10 * 1024 * 1024;
/** Lambda takes and gives events up to 6 MB. */
const payloadLimitBytes = 6 * 1024 * 1024;
/** How much of a body that is too long is read and thrown away. */
const discardLimitBytes = 64 * 1024 * 1024;
/** Longer than usual client pools keep a connection, so that the client closes first. */
const keepAliveMs = 65_000;

export function createApi(model: ApiModel, deps: ApiDeps): Server {
  const match = apiMatcher(model);
  const server = createServer((request, response) => {
    const startedMs = performance.now();
    const gateway = gatewayRequest(request);
    answerFor(model, match, deps, request, gateway)
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
      .catch((error: Error) => response.destroy(error));
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

async function answerFor(
  model: ApiModel,
  match: (method: string, path: string) => ApiMatch,
  deps: ApiDeps,
  request: IncomingMessage,
  gateway: GatewayRequest,
): Promise<Answer> {
  if (!isLocalHost(request.headers.host)) {
    return plain(421, 'this server answers only to 127.0.0.1 and localhost');
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
  return await invokeFunction(model, { ...found, integration }, deps, request, gateway);
}

type LambdaIntegration = Extract<ApiMethod['integration'], { readonly kind: 'lambda' }>;
type LambdaMatch = Extract<ApiMatch, { readonly kind: 'method' }> & { readonly integration: LambdaIntegration };

async function invokeFunction(
  model: ApiModel,
  { method, parameters, integration }: LambdaMatch,
  deps: ApiDeps,
  request: IncomingMessage,
  gateway: GatewayRequest,
): Promise<Answer> {
  const body = await readBody(request, model);
  if (typeof body === 'string') {
    return gatewayAnswer(body, model, gateway);
  }
  const event = proxyEvent(model, method, parameters, request, gateway, body);
  if (Buffer.byteLength(String(event['body'] ?? '')) > payloadLimitBytes) {
    return gatewayAnswer('REQUEST_TOO_LARGE', model, gateway);
  }
  const limitMs = Math.min(integration.timeoutMs, deps.integrationTimeoutMs ?? integration.timeoutMs);
  const invocation = await withTimeout(deps.invoke(integration.functionName, event), limitMs);
  if (invocation === undefined) {
    return gatewayAnswer('INTEGRATION_TIMEOUT', model, gateway);
  }
  const answer = answerOf(invocation, request, model);
  if (answer === undefined) {
    const { errorType, errorMessage } =
      invocation.kind === 'error'
        ? invocation.error
        : { errorType: 'no proxy response', errorMessage: invocation.payload.slice(0, 200) };
    deps.log.line(`${integration.functionName} failed: ${errorType} ${errorMessage}`);
  }
  return answer ?? gatewayAnswer('DEFAULT_5XX', model, gateway);
}

function answerOf(invocation: Invocation, request: IncomingMessage, model: ApiModel): Answer | undefined {
  return invocation.kind === 'error' || invocation.payload.length > payloadLimitBytes
    ? undefined
    : proxyAnswer(invocation.payload, header(request, 'accept'), model);
}

/** Against DNS rebinding: a page of another site may reach this port only under the other site's name. */
export function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

function plain(status: number, text: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(`${text}\n`) };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** The body, or the kind of the gateway's refusal. A body that is too long is not read to its end. */
async function readBody(
  request: IncomingMessage,
  model: ApiModel,
): Promise<Buffer | 'REQUEST_TOO_LARGE' | 'BAD_REQUEST_BODY'> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) {
    return 'REQUEST_TOO_LARGE';
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > bodyLimitBytes) {
      return 'REQUEST_TOO_LARGE';
    }
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks);
  // An API with compression also takes compressed bodies.
  if (model.compressFromBytes === undefined || header(request, 'content-encoding') !== 'gzip') {
    return body;
  }
  try {
    return gunzipSync(body, { maxOutputLength: bodyLimitBytes });
  } catch {
    return 'BAD_REQUEST_BODY';
  }
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

/** Reads an unwanted rest without keeping it, so that the client gets to see the answer; not for ever, though. */
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
