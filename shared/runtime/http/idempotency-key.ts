// Parses `Idempotency-Key` and hashes the scope (caller, method, path, key) and the payload of a request.
import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import canonicalize from 'canonicalize';
import { HubError } from '../../errors/hub-error.ts';
import type { Answer } from './answer.ts';

const longestKey = 255;

// RFC 8941 string: printable ASCII, with backslash before a double quote or another backslash.
const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
// Without quotes: visible ASCII except comma and double quote.
const unquoted = /^[\x21\x23-\x2b\x2d-\x7e]+$/;

/**
 * The key of the header: a structured-field string (`"8e03…"`) or the same without quotes.
 * @throws HubError `REQUEST.INVALID` (422).
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

/** SHA-256 (hex) of the parts; JSON keeps the boundaries between them unambiguous. */
export function scopeHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** SHA-256 (hex) of the RFC 8785 form, independent of the order of fields and of white space. */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256')
    .update(canonicalize(input) ?? 'null')
    .digest('hex');
}

/** A request with an `Idempotency-Key`. */
export interface KeyedRequest {
  /** Hash of caller, method, path and key. */
  readonly keyHash: string;
  readonly fingerprint: string;
  readonly context: Context;
}

export interface KeyedAnswer {
  readonly answer: Answer;
  /** True for the stored answer of an earlier request. */
  readonly fromStore: boolean;
  /** False when the work succeeded, but the store failed to keep its answer. */
  readonly kept: boolean;
}

/**
 * Returns the stored answer, or runs `work` when there is none.
 * @throws HubError `IDEMPOTENCY.IN_PROGRESS` (409), `IDEMPOTENCY.KEY_REUSED` (422), or the error of `work`.
 */
export type AnswerByKey = (request: KeyedRequest, work: () => Promise<Answer>) => Promise<KeyedAnswer>;
