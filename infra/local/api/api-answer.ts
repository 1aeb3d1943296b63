// Converts a function's proxy response, or the gateway's own response, into the HTTP answer.
import { gzipSync } from 'node:zlib';
import { isObject, type Json, type JsonObject } from '../template/intrinsics.ts';
import { object } from '../template/template.ts';
import type { GatewayRequest } from './api-event.ts';
import { matchesMediaType } from './api-event.ts';
import type { ApiModel } from './api-model.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Status and text of the gateway's own responses when the template does not override them. */
const gatewayDefaults = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  BAD_REQUEST_BODY: { status: 400, message: 'Invalid request body' },
  /** The queue of events that wait for the function is full. */
  THROTTLED: { status: 429, message: 'Too Many Requests' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
  /** A failed function or an answer that is not a proxy response. */
  DEFAULT_5XX: { status: 502, message: 'Internal server error' },
} as const;
export type GatewayErrorType = keyof typeof gatewayDefaults;

/** Converts the function's payload; returns `undefined` when it is not a valid proxy response. */
export function proxyAnswer(payload: string, accept: string | undefined, model: ApiModel): Answer | undefined {
  const response = JSON.parse(payload) as Json;
  if (!isObject(response)) {
    return undefined;
  }
  const status = Number(response['statusCode']);
  const body = response['body'] ?? '';
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') {
    return undefined;
  }
  const headers = { ...singleHeaders(response), ...multiHeaders(response) };
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const contentType = Array.isArray(type) ? type[0] : (type as string | undefined);
  // The gateway decodes base64 only for its binary media types and passes other text through.
  const binary = [contentType, accept?.split(',')[0]].some((given) => matchesMediaType(given, model.binaryMediaTypes));
  const encoded = response['isBase64Encoded'] === true && binary;
  return {
    status,
    headers: contentType === undefined ? { ...headers, 'content-type': 'application/json' } : headers,
    body: Buffer.from(body, encoded ? 'base64' : 'utf8'),
  };
}

function singleHeaders(response: JsonObject): Record<string, string> {
  const headers = Object.entries(object(response['headers']));
  return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
}

function multiHeaders(response: JsonObject): Record<string, string | readonly string[]> {
  const headers = Object.entries(object(response['multiValueHeaders']));
  return Object.fromEntries(
    headers.map(([name, values]) => {
      const all = Array.isArray(values) ? values.map(String) : [String(values)];
      return [name, all.length === 1 ? (all[0] ?? '') : all];
    }),
  );
}

/** Builds the gateway's own response with the template's status, headers and text. */
export function gatewayAnswer(type: GatewayErrorType, model: ApiModel, request: GatewayRequest): Answer {
  const { status, message } = gatewayDefaults[type];
  const general = model.responses[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  const own = model.responses[type] ?? general;
  const text = own?.template?.text ?? '{"message":$context.error.messageString}';
  return {
    status: own?.status ?? status,
    headers: {
      'content-type': own?.template?.contentType ?? 'application/json',
      ...(type === 'THROTTLED' && { 'retry-after': '1' }),
      ...lowerCase(own?.headers ?? {}),
    },
    body: Buffer.from(fillTemplate(text, type, message, request)),
  };
}

/** Builds a mock integration's response, for CORS and for methods that a path does not have. */
export function mockAnswer(
  mock: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly template: string },
  request: GatewayRequest,
): Answer {
  return {
    status: mock.status,
    headers: mock.headers,
    body: Buffer.from(fillTemplate(mock.template, 'DEFAULT_4XX', '', request)),
  };
}

/** Gateway responses can use only `$context` of the mapping language. */
function fillTemplate(template: string, type: string, message: string, request: GatewayRequest): string {
  const values: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message,
    'error.responseType': type,
    'error.validationErrorString': '',
    requestId: request.requestId,
    extendedRequestId: request.requestId,
    xrayTraceId: request.xrayTraceId,
    path: request.path,
    httpMethod: request.httpMethod,
  };
  return template.replace(/\$\{?context\.([A-Za-z]+(?:\.[A-Za-z]+)?)\}?/g, (_, name: string) => values[name] ?? '');
}

/** Converts the gateway's trace header to the W3C form, 32 hexadecimal digits. */
export function traceIdOf({ xrayTraceId }: GatewayRequest): string {
  const [, seconds, rest] = /1-([0-9a-f]{8})-([0-9a-f]{24})/.exec(xrayTraceId) ?? [];
  return seconds === undefined ? '-' : `${seconds}${rest}`;
}

/** Compresses the answer when the API allows it, the client accepts gzip and the body is long enough. */
export function compressed(answer: Answer, acceptEncoding: string | undefined, model: ApiModel): Answer {
  const wanted = /\bgzip\b/.test(acceptEncoding ?? '') && model.compressFromBytes !== undefined;
  const encodedAlready = Object.keys(answer.headers).some((name) => name.toLowerCase() === 'content-encoding');
  if (!wanted || encodedAlready || answer.body.length < (model.compressFromBytes ?? 0)) {
    return answer;
  }
  const vary = [answer.headers['vary'] ?? [], 'Accept-Encoding'].flat().join(', ');
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip', vary },
    body: gzipSync(answer.body),
  };
}

/** Returns the same headers with lower-case names. */
export function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
