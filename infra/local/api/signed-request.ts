// Verifies a presigned request (AWS Signature Version 4 in the query) as S3 does: key, scope, expiry and signature.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
  readonly region: string;
  /** `Host` that links are signed for; it may differ from the host of the request. */
  readonly host: string;
}

/** Error codes of S3. */
export interface SignatureProblem {
  readonly code: 'AccessDenied' | 'AuthorizationQueryParametersError' | 'SignatureDoesNotMatch';
  readonly message: string;
}

const longestSeconds = 7 * 86_400;
/** Accepted clock skew between signer and S3. */
const skewMs = 15 * 60_000;

/** Returns undefined when the request is valid. */
export function signatureProblem(request: SignedRequest, key: SigningKey, nowMs: number): SignatureProblem | undefined {
  const query = parsedQuery(request.url);
  const value = (name: string): string => query.find(([given]) => given === name)?.[1] ?? '';
  const credential = value('X-Amz-Credential');
  const date = value('X-Amz-Date');
  const scope = `${date.slice(0, 8)}/${key.region}/s3/aws4_request`;
  if (value('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || credential !== `${key.keyId}/${scope}`) {
    return unreadable('the request has no signature, or one with an unknown key or scope');
  }
  const signedMs = instantOf(date);
  const seconds = Number(value('X-Amz-Expires'));
  if (Number.isNaN(signedMs) || !(seconds > 0 && seconds <= longestSeconds)) {
    return unreadable('the signature has an invalid date or expiry');
  }
  if (signedMs > nowMs + skewMs) return { code: 'AccessDenied', message: 'the request is not valid yet' };
  if (nowMs > signedMs + seconds * 1000) return { code: 'AccessDenied', message: 'the link has expired' };
  const given = Buffer.from(value('X-Amz-Signature'), 'hex');
  const expected = signatureOf(request, query, value('X-Amz-SignedHeaders').split(';'), { date, scope }, key);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  return {
    code: 'SignatureDoesNotMatch',
    message: 'the request differs from the signed one in method, path, query or a signed header',
  };
}

const unreadable = (message: string): SignatureProblem => ({ code: 'AuthorizationQueryParametersError', message });

type Query = readonly (readonly [name: string, value: string])[];

function parsedQuery(url: string): Query {
  const at = url.indexOf('?');
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1).replaceAll('+', '%2B'))];
}

/** `20260131T081530Z`, in milliseconds since 1970. */
function instantOf(date: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function signatureOf(
  { method, url, headers }: SignedRequest,
  query: Query,
  signedHeaders: readonly string[],
  { date, scope }: { readonly date: string; readonly scope: string },
  key: SigningKey,
): Buffer {
  const sent = (name: string): string => (name === 'host' ? key.host : String(headers[name] ?? ''));
  const canonical = [
    method,
    url.split('?')[0] ?? '/',
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${sent(name).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    query.find(([name]) => name === 'X-Amz-Content-Sha256')?.[1] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signingKey = scope
    .split('/')
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${key.secret}`);
  return hmac(signingKey, toSign);
}

const hmac = (secret: Buffer | string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

function canonicalQuery(query: Query): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

/** Percent-encoding of RFC 3986. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
