// The only table of error kind × HTTP status. Nothing else decides a status.
import type { ErrorKind } from './hub-error.ts';

export interface KindMeaning {
  readonly status: number;
  readonly title: string;
  /** True: the same request may succeed later without a change. */
  readonly retryable: boolean;
}

export const kinds: Readonly<Record<ErrorKind, KindMeaning>> = {
  malformed: { status: 400, title: 'The request cannot be read', retryable: false },
  validation: { status: 422, title: 'The request is not valid', retryable: false },
  unauthenticated: { status: 401, title: 'Sign-in needed', retryable: false },
  forbidden: { status: 403, title: 'Not allowed', retryable: false },
  'not-found': { status: 404, title: 'Not found', retryable: false },
  conflict: { status: 409, title: 'Conflict with the current state', retryable: false },
  'in-progress': { status: 409, title: 'Still being answered', retryable: true },
  gone: { status: 410, title: 'No longer available', retryable: false },
  'precondition-failed': { status: 412, title: 'Changed in the meantime', retryable: false },
  'too-large': { status: 413, title: 'Too large', retryable: false },
  'unsupported-media-type': { status: 415, title: 'Content type not supported', retryable: false },
  unprocessable: { status: 422, title: 'Cannot be processed', retryable: false },
  'precondition-required': { status: 428, title: 'Precondition required', retryable: false },
  defect: { status: 500, title: 'Unexpected error', retryable: false },
  transient: { status: 503, title: 'Temporarily unavailable', retryable: true },
};
