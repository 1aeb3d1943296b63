// Reads `Idempotency-Key` and works out what one request is: who sent what where, under which key.
import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import canonicalize from 'canonicalize';
import { HubError } from '../../errors/hub-error.ts';
import type { Answer } from './answer.ts';

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

export interface AnswerOnceRequest {
  /** Hash of caller, method, path and key. */
  readonly keyHash: string;
  readonly fingerprint: string;
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
export type AnswerOnce = (request: AnswerOnceRequest, work: () => Promise<Answer>) => Promise<OnceAnswer>;
