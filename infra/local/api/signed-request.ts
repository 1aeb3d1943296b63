// Verifies a presigned request (AWS Signature Version 4 in the query) as S3 does: key, scope, expiry and signature.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';

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
export async function signatureProblem(
  request: SignedRequest,
  key: SigningKey,
  nowMs: number,
): Promise<SignatureProblem | undefined> {
  const query = parsedQuery(request.url);
  const value = (name: string): string => query.get(name) ?? '';
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
  const given = Buffer.from(value('X-Amz-Signature'));
  const expected = Buffer.from(await signatureOf(request, query, key, { signedMs, seconds }));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  return {
    code: 'SignatureDoesNotMatch',
    message: 'the request differs from the signed one in method, path, query or a signed header',
  };
}

const unreadable = (message: string): SignatureProblem => ({ code: 'AuthorizationQueryParametersError', message });

function parsedQuery(url: string): ReadonlyMap<string, string> {
  const at = url.indexOf('?');
  return new Map(at < 0 ? [] : new URLSearchParams(url.slice(at + 1).replaceAll('+', '%2B')));
}

/** `20260131T081530Z`, in milliseconds since 1970. */
function instantOf(date: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Signs the request again, with the terms that its query names. */
async function signatureOf(
  { method, url, headers }: SignedRequest,
  query: ReadonlyMap<string, string>,
  key: SigningKey,
  terms: { readonly signedMs: number; readonly seconds: number },
): Promise<string> {
  const signer = new SignatureV4({
    service: 's3',
    region: key.region,
    credentials: { accessKeyId: key.keyId, secretAccessKey: key.secret },
    sha256: new S3Client({ region: key.region }).config.sha256,
    uriEscapePath: false,
  });
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const sent = names.map((name) => [name, name === 'host' ? key.host : String(headers[name] ?? '')]);
  const signed = await signer.presign(
    {
      method,
      protocol: 'http:',
      hostname: key.host,
      path: url.split('?')[0] ?? '/',
      query: Object.fromEntries([...query].filter(([name]) => !signatureTerms.has(name))),
      headers: {
        ...Object.fromEntries(sent),
        'x-amz-content-sha256': query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
      },
    },
    { signingDate: new Date(terms.signedMs), expiresIn: terms.seconds, unhoistableHeaders: new Set(names) },
  );
  return String(signed.query?.['X-Amz-Signature']);
}

/** Query parameters that the signer writes itself. */
const signatureTerms: ReadonlySet<string> = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Content-Sha256',
  'X-Amz-Signature',
]);
