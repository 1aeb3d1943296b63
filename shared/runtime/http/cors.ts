// CORS and default headers of every answer. Infra builds the preflight answer from the same lists.

export const corsAllowedHeaders = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'traceparent',
  'tracestate',
] as const;

export const corsExposedHeaders = [
  'ETag',
  'Location',
  'traceparent',
  'x-request-id',
  'Idempotency-Replayed',
  'Link',
  'Content-Disposition',
  'x-next-cursor',
  'Retry-After',
  // API Gateway renames this header of function answers; the second name is what arrives on AWS.
  'WWW-Authenticate',
  'x-amzn-Remapped-WWW-Authenticate',
] as const;

/** Time for which a browser may cache a preflight answer, in seconds. */
export const corsMaxAgeSeconds = 3600;

/** @param allowed Origins that may read answers; `*` for any. */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  const exposed = { 'access-control-expose-headers': corsExposedHeaders.join(', ') };
  if (allowed.includes('*')) return { 'access-control-allow-origin': '*', ...exposed };
  if (origin === undefined || !allowed.includes(origin)) return { vary: 'Origin' };
  return { 'access-control-allow-origin': origin, vary: 'Origin', ...exposed };
}

/** Headers of every answer; a use case may override one. API answers are data, never pages. */
export const defaultHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;
