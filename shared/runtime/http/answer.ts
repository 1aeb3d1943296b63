// Builds the HTTP response: an answer from a use case's reply, or a problem document from an error.

import type { Problem } from '../../contracts/problem.ts';
import { problemTypePrefix } from '../../contracts/problem.ts';
import type { HubError } from '../../errors/hub-error.ts';
import { kinds } from '../../errors/kinds.ts';
import { acceptedMediaTypes } from './json-body.ts';
import { quoteTag } from './preconditions.ts';
import type { ApiReply } from './route.ts';

/**
 * Status, headers and body as plain data, so that the idempotency store can keep it. Header names are in lower case.
 */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function answerOf(reply: ApiReply): Answer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers[name.toLowerCase()] = value;
  if (reply.etag !== undefined) headers['etag'] = quoteTag(reply.etag);
  if (reply.body === undefined) return { status: reply.status, headers, body: '' };
  headers['content-type'] = reply.contentType ?? 'application/json';
  const body = reply.contentType === undefined ? JSON.stringify(reply.body) : String(reply.body);
  return { status: reply.status, headers, body };
}

/** The request that a problem is about. */
export interface ProblemContext {
  readonly path: string;
  readonly method: string;
  readonly traceId: string;
}

const hiddenDetail = 'an unexpected error occurred; quote the trace id when asking for help';
const defaultRetryAfterSeconds = 1;

/** Builds the RFC 9457 document of an error. The document of a defect hides the cause. */
export function problemOf(error: HubError, context: ProblemContext): Problem {
  const { status, title, retryable } = kinds[error.kind];
  const { retry_after_seconds: _header, ...details } = error.kind === 'defect' ? {} : error.details;
  return {
    ...details,
    type: `${problemTypePrefix}${error.code.toLowerCase()}`,
    title,
    status,
    detail: error.kind === 'defect' ? hiddenDetail : error.message,
    instance: context.path,
    code: error.code,
    trace_id: context.traceId,
    retryable,
    ...(error.fields.length === 0 ? {} : { errors: error.fields.map(({ pointer, detail }) => ({ pointer, detail })) }),
  };
}

/** The error detail `retry_after_seconds` becomes the `Retry-After` header. */
export function problemAnswer(error: HubError, context: ProblemContext): Answer {
  const problem = problemOf(error, context);
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...problemHeaders(error, context.method) },
    body: JSON.stringify(problem),
  };
}

function problemHeaders(error: HubError, method: string): Readonly<Record<string, string>> {
  const retryAfterSeconds = error.details['retry_after_seconds'];
  if (typeof retryAfterSeconds === 'number') return { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  switch (error.kind) {
    case 'transient':
      return { 'retry-after': String(defaultRetryAfterSeconds) };
    case 'unauthenticated':
      return { 'www-authenticate': challenge(error.code === 'AUTH.TOKEN_MISSING' ? undefined : 'invalid_token') };
    case 'forbidden':
      return error.code === 'AUTH.PERMISSION' ? { 'www-authenticate': challenge('insufficient_scope') } : {};
    case 'unsupported-media-type':
      return { [method === 'PATCH' ? 'accept-patch' : 'accept-post']: acceptedMediaTypes(method).join(', ') };
    default:
      return {};
  }
}

const challenge = (reason: string | undefined): string =>
  `Bearer realm="integration-hub"${reason === undefined ? '' : `, error="${reason}"`}`;
