// `Idempotency-Key`: the first answer is kept for a day and given again to whoever repeats the request.
// Only answers of what was done are kept; a refusal or a failure lets the key go.
import { createHash } from 'node:crypto';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import type { Context } from 'aws-lambda';
import canonicalize from 'canonicalize';
import { HubError } from '../errors/hub-error.ts';
import type { Answer } from './answer.ts';

/** How long an answer is kept, in seconds: 24 hours. */
export const idempotencySeconds = 86_400;
const longestKey = 255;

// RFC 8941 string: printable ASCII, with backslash before a double quote or another backslash.
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
// Without quotes: anything visible, except what would make it two values or a broken string.
const unquoted = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

/**
 * The key of the header: a structured-field string (`"8e03…"`) or the same without quotes.
 * @throws HubError `REQUEST.INVALID` (400).
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const key = quoted.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? unquoted.exec(text)?.[0];
  if (key !== undefined && key.length <= longestKey) return key;
  throw new HubError({
    kind: 'validation',
    code: 'REQUEST.INVALID',
    message: 'the Idempotency-Key header is not valid',
    fields: [
      { pointer: 'header:Idempotency-Key', detail: `must be one key of 1 to ${longestKey} visible ASCII characters` },
    ],
  });
}

/** SHA-256 (hex) of the parts, which cannot run into each other. */
export function scopeHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** SHA-256 (hex) of the RFC 8785 form: the same for any order of fields and any white space. */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256')
    .update(canonicalize(input) ?? 'null')
    .digest('hex');
}

export interface OnceRequest {
  /** Hash of caller, method, path and key. */
  readonly keyHash: string;
  readonly fingerprint: string;
  readonly persistence: BasePersistenceLayer;
  readonly context: Context;
}

export interface OnceAnswer {
  readonly answer: Answer;
  readonly replayed: boolean;
  /** False when the work was done, but its answer could not be kept. */
  readonly kept: boolean;
}

/**
 * Does `work` unless its answer is already known.
 * @throws HubError `IDEMPOTENCY.IN_PROGRESS` (409), `IDEMPOTENCY.KEY_REUSED` (422), or what `work` throws.
 */
export async function answerOnce(request: OnceRequest, work: () => Promise<Answer>): Promise<OnceAnswer> {
  const seen: { replayed: boolean; done?: Answer; failed?: { readonly error: unknown } } = { replayed: false };
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'fingerprint',
    hashFunction: 'sha256',
    expiresAfterSeconds: idempotencySeconds,
    throwOnNoIdempotencyKey: true,
    responseHook: (stored) => {
      seen.replayed = true;
      return stored;
    },
    lambdaContext: request.context,
  });
  const remembered = async (_input: { key: string; fingerprint: string }): Promise<Answer> => {
    try {
      seen.done = await work();
      return seen.done;
    } catch (error) {
      seen.failed = { error };
      throw error;
    }
  };
  try {
    const once = makeIdempotent(remembered, { persistenceStore: request.persistence, config, keyPrefix: 'http' });
    const answer = (await once({ key: request.keyHash, fingerprint: request.fingerprint })) as Answer;
    return { answer, replayed: seen.replayed, kept: true };
  } catch (error) {
    // The change is made. A second try under the same key meets the use case's own marker, so say what happened.
    if (seen.done !== undefined) return { answer: seen.done, replayed: false, kept: false };
    throw seen.failed === undefined ? translated(error) : seen.failed.error;
  }
}

const retryAfterSeconds = 1;

function translated(error: unknown): unknown {
  switch (error instanceof Error ? error.name : '') {
    case 'IdempotencyAlreadyInProgressError':
      return new HubError({
        kind: 'conflict',
        code: 'IDEMPOTENCY.IN_PROGRESS',
        message: 'the first request with this Idempotency-Key is still running; repeat this one to get its answer',
        details: { retry_after_seconds: retryAfterSeconds },
        cause: error,
      });
    case 'IdempotencyValidationError':
      return new HubError({
        kind: 'unprocessable',
        code: 'IDEMPOTENCY.KEY_REUSED',
        message: 'this Idempotency-Key was used for another request within 24 hours; take a new key for a new request',
        cause: error,
      });
    case 'IdempotencyInconsistentStateError':
      return new HubError({
        kind: 'transient',
        code: 'IDEMPOTENCY.UNSETTLED',
        message: 'the record of this Idempotency-Key is just expiring; try again',
        cause: error,
      });
    default:
      return error;
  }
}
