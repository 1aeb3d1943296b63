// Failures of API calls as values: the API's problem document, or the client's own for a lost connection.

export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

export interface Problem {
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Stable machine name. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Trace id for support; null without one. */
  readonly traceId: string | null;
  readonly retryable: boolean;
  readonly errors: readonly FieldError[];
  /** Allowed statuses after a refused status change. */
  readonly allowed: readonly string[] | null;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string | null }
  | { readonly ok: false; readonly problem: Problem };

export const abortedCode = 'CLIENT.ABORTED';

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'You are not signed in',
  403: 'You may not do this',
  404: 'Not found',
  409: 'That is not possible now',
  412: 'Somebody was faster',
  413: 'That is too large',
  422: 'The request was refused',
  429: 'Too many requests',
  503: 'The hub is not available',
};

/** Parses an answer that is not a success; any body results in a complete problem. */
export function problemFrom(status: number, body: unknown): Problem {
  const source = isObject(body) ? body : {};
  return {
    status,
    code: text(source['code']) ?? `HTTP.${status}`,
    title: text(source['title']) ?? titles[status] ?? (status >= 500 ? 'The hub failed' : 'The request failed'),
    detail: text(source['detail']) ?? text(source['message']) ?? '',
    traceId: text(source['trace_id']),
    retryable: source['retryable'] === true,
    errors: fieldErrors(source['errors']),
    allowed: strings(source['allowed']),
  };
}

export function connectionProblem(aborted: boolean): Problem {
  return {
    status: 0,
    code: aborted ? abortedCode : 'CLIENT.NO_CONNECTION',
    title: aborted ? 'Cancelled' : 'The hub cannot be reached',
    detail: aborted ? '' : 'There was no answer. Check that the hub runs and that you are connected.',
    traceId: null,
    retryable: !aborted,
    errors: [],
    allowed: null,
  };
}

/** A success status with a body that is not the API's. */
export function unreadableProblem(status: number): Problem {
  return {
    ...connectionProblem(false),
    status,
    code: 'CLIENT.UNREADABLE',
    title: 'The answer cannot be read',
    detail: 'Something between here and the hub, such as a sign-in page of the network, answered in its place.',
    retryable: false,
  };
}

/** True when the same request may succeed later. */
export function isTransient(problem: Problem): boolean {
  if (problem.code === abortedCode) return false;
  return problem.retryable || problem.status === 0 || [429, 502, 503, 504].includes(problem.status);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const strings = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null;

function fieldErrors(value: unknown): readonly FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).flatMap((item) => {
    const pointer = text(item['pointer']);
    const detail = text(item['detail']);
    return pointer === null || detail === null ? [] : [{ pointer, detail }];
  });
}
