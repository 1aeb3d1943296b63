// Entity tags of answers that have no version of their own: a hash of what they say, so that polling costs next to nothing.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Members that change although nothing was written. */
const volatile = new Set(['generated_at', 'pagination']);

/**
 * A strong tag of a JSON body: 128 bits of SHA-256 over its canonical form (RFC 8785), without quotes.
 * @param body Any JSON value; an object is hashed without its volatile members.
 */
export function contentTag(body: unknown): string {
  return createHash('sha256')
    .update(canonicalize(stable(body)) ?? '')
    .digest('base64url')
    .slice(0, 22);
}

function stable(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !volatile.has(name)));
  const { pagination } = body as { pagination?: { next?: unknown } };
  // A cursor holds the time it was made; what counts is whether there is one.
  return pagination === undefined ? kept : { ...kept, more: pagination.next !== null };
}
