// Parses If-Match, If-None-Match (RFC 9110) and Prefer (RFC 7240), and quotes ETag.
import { HubError } from '../../errors/hub-error.ts';

/** Formats a strong entity tag for `ETag`. */
export const quoteTag = (tag: string): string => `"${tag}"`;

const listedTag = /\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y;
const mostTags = 10;

interface ListedTag {
  readonly weak: boolean;
  readonly tag: string;
}

/**
 * Returns the strong tags of `If-Match` without quotes, `['*']` for any, or undefined when the header is absent.
 * Weak tags never match, so a list of only weak tags fails at once.
 * @throws HubError `REQUEST.MALFORMED_PRECONDITION` (400) for a malformed header, `REQUEST.PRECONDITION_FAILED` for weak tags only.
 */
export function parseIfMatch(header: string | undefined): readonly string[] | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return ['*'];
  const listed = parseTags(header);
  if (listed === undefined || listed.length > mostTags) {
    throw new HubError({
      kind: 'malformed',
      code: 'REQUEST.MALFORMED_PRECONDITION',
      message: 'the If-Match header is not valid',
      fields: [{ pointer: 'header:If-Match', detail: `must be * or up to ${mostTags} quoted entity tags such as "3"` }],
    });
  }
  const strong = listed.flatMap(({ weak, tag }) => (weak ? [] : [tag]));
  if (strong.length > 0) return strong;
  throw new HubError({
    kind: 'precondition-failed',
    code: 'REQUEST.PRECONDITION_FAILED',
    message: 'weak entity tags never match If-Match; send the ETag of the last answer as it was',
  });
}

/** True when one of the listed tags is current, by weak comparison. A malformed header never matches. */
export function noneMatchHits(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return parseTags(header)?.some(({ tag }) => tag === etag) ?? false;
}

function parseTags(header: string): readonly ListedTag[] | undefined {
  const found: ListedTag[] = [];
  let position = 0;
  while (position < header.length) {
    listedTag.lastIndex = position;
    const match = listedTag.exec(header);
    if (match === null) return undefined;
    found.push({ weak: match[1] !== undefined, tag: match[2] ?? '' });
    position += match[0].length;
  }
  return found.length === 0 ? undefined : found;
}

/** True for `Prefer: strict` and for `handling=strict` of RFC 7240. */
export function prefersStrict(header: string | undefined): boolean {
  return (header ?? '').split(/[,;]/).some((part) => /^(strict|handling\s*=\s*"?strict"?)$/i.test(part.trim()));
}

/** @throws HubError `REQUEST.PRECONDITION_REQUIRED` (428). */
export function requirePrecondition(ifMatch: readonly string[] | undefined): void {
  if (ifMatch !== undefined) return;
  throw new HubError({
    kind: 'precondition-required',
    code: 'REQUEST.PRECONDITION_REQUIRED',
    message: 'this change requires If-Match with the ETag of the current state; read the resource first',
  });
}
