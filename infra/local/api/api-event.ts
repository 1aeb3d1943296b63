// Builds the REST proxy event (payload version 1.0) for an HTTP request.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { embeddedAccount, type JsonObject } from '../template/intrinsics.ts';
import type { ApiMatch } from './api-match.ts';
import type { ApiMethod, ApiModel } from './api-model.ts';

export interface GatewayRequest {
  readonly requestId: string;
  /** `Root=1-<8 hex>-<24 hex>`, or the client's own header. */
  readonly xrayTraceId: string;
  /** Raw path without query. */
  readonly path: string;
  readonly query: string;
  readonly httpMethod: string;
}

/** Body of an event and its encoding. */
export interface EventBody {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** Rejects invalid UTF-8 instead of replacing characters, and keeps a byte order mark. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function gatewayRequest(request: IncomingMessage): GatewayRequest {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const given = request.headers['x-amzn-trace-id'];
  const random = randomUUID().replaceAll('-', '').slice(0, 24);
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return {
    requestId: randomUUID(),
    xrayTraceId: typeof given === 'string' ? given : `Root=1-${seconds}-${random}`,
    path: question === -1 ? url : url.slice(0, question),
    query: question === -1 ? '' : url.slice(question + 1),
    httpMethod: request.method ?? 'GET',
  };
}

type MatchedMethod = Extract<ApiMatch, { readonly kind: 'method' }>;

export function proxyEvent(
  model: ApiModel,
  { method, parameters, path }: MatchedMethod,
  request: IncomingMessage,
  gateway: GatewayRequest,
  body: EventBody,
): JsonObject {
  const multiValueHeaders = headersOf(request, gateway);
  const multiValueQuery = queryOf(gateway.query);
  return {
    resource: method.resourcePath,
    path,
    httpMethod: gateway.httpMethod,
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: orNull(lastOf(multiValueQuery)),
    multiValueQueryStringParameters: orNull(multiValueQuery),
    pathParameters: orNull(parameters),
    stageVariables: null,
    requestContext: requestContext(model, method, request, gateway, path),
    ...body,
  };
}

/** Returns the two body members of the event, or `undefined` when a text body is not valid UTF-8. */
export function eventBody(
  body: Buffer,
  contentType: string | undefined,
  binaryTypes: readonly string[],
): EventBody | undefined {
  if (body.length === 0) {
    return { body: null, isBase64Encoded: false };
  }
  if (matchesMediaType(contentType, binaryTypes)) {
    return { body: body.toString('base64'), isBase64Encoded: true };
  }
  try {
    return { body: utf8.decode(body), isBase64Encoded: false };
  } catch {
    return undefined;
  }
}

/** True when the content type is one of the API's binary media types, which may end in `/*`. */
export function matchesMediaType(contentType: string | undefined, types: readonly string[]): boolean {
  const given = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return types.some(
    (type) => type === '*/*' || type === given || (type.endsWith('/*') && given.startsWith(type.slice(0, -1))),
  );
}

function requestContext(
  model: ApiModel,
  method: ApiMethod,
  request: IncomingMessage,
  gateway: GatewayRequest,
  path: string,
): JsonObject {
  const now = new Date();
  return {
    accountId: embeddedAccount,
    apiId: model.id,
    domainName: request.headers.host ?? 'localhost',
    domainPrefix: model.id,
    extendedRequestId: gateway.requestId.replaceAll('-', '').slice(0, 16),
    httpMethod: gateway.httpMethod,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: `/${model.stage}${path}`,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: gateway.requestId,
    requestTime: commonLogTime(now),
    requestTimeEpoch: now.getTime(),
    resourceId: method.resourceId,
    resourcePath: method.resourcePath,
    stage: model.stage,
  };
}

/** Headers with the client's spelling of names and all values, and the headers that the gateway adds. */
function headersOf(request: IncomingMessage, gateway: GatewayRequest): Record<string, string[]> {
  const headers = namesOnly<string[]>();
  const names = new Map<string, string>();
  const add = (name: string, value: string) => {
    const known = names.get(name.toLowerCase()) ?? name;
    names.set(name.toLowerCase(), known);
    headers[known] = [...(headers[known] ?? []), value];
  };
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    // The gateway removes hop-by-hop headers.
    if (!['connection', 'keep-alive', 'transfer-encoding', 'x-amzn-trace-id'].includes(name.toLowerCase())) {
      add(name, request.rawHeaders[at + 1] ?? '');
    }
  }
  add('X-Amzn-Trace-Id', gateway.xrayTraceId);
  add('X-Forwarded-For', request.socket.remoteAddress ?? '127.0.0.1');
  add('X-Forwarded-Port', String(request.socket.localPort ?? 0));
  add('X-Forwarded-Proto', 'http');
  return headers;
}

function queryOf(query: string): Record<string, string[]> {
  const values = namesOnly<string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

/** Creates an object without a prototype: clients choose the names, for example `constructor` or `__proto__`. */
function namesOnly<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function lastOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}

function orNull<T extends JsonObject>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}

/** `21/Nov/2026:03:04:58 +0000` */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
