// Computes entity tags of answers without a version: a content hash, so that a poll of unchanged data gets a 304.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Members that change without a write. */
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
  // A cursor contains its creation time, so the hash covers only its presence.
  return pagination === undefined ? kept : { ...kept, more: pagination.next !== null };
}
