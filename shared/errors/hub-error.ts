// The only error class of the hub. Its kind alone decides the HTTP status and whether a caller may retry.

/** Class of the failure; it decides the caller's next step. */
export type ErrorKind =
  /** The request cannot be read: JSON, cursor or a precondition header. */
  | 'malformed'
  /** The request can be read, and a field, a value or a parameter of it is refused. */
  | 'validation'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** The first request with the same `Idempotency-Key` is still running. */
  | 'in-progress'
  | 'precondition-failed'
  | 'precondition-required'
  | 'gone'
  | 'too-large'
  | 'unsupported-media-type'
  | 'unprocessable'
  | 'transient'
  | 'defect';

/**
 * One invalid field. `pointer` is an RFC 6901 JSON pointer into the body (`#/...`), or `query:NAME`, `path:NAME`,
 * `header:NAME`.
 */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

export interface HubErrorOptions {
  readonly kind: ErrorKind;
  /** Stable machine name, for example `CASE.ILLEGAL_TRANSITION`. */
  readonly code: string;
  /** Lower case, no final period: the failure, the value seen, the allowed values. Never a payload or a secret. */
  readonly message: string;
  /** Extension members of the problem document; safe to show to the caller. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly FieldProblem[];
  readonly cause?: unknown;
}

/** A failure that the throwing code cannot handle and reports to its caller. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: readonly FieldProblem[];

  constructor(options: HubErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = options.kind;
    this.code = options.code;
    this.details = options.details ?? {};
    this.fields = options.fields ?? [];
  }
}
