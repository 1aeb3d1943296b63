// Reads a request body: checks size, content type, encoding and JSON, in this order. The schema check follows
// elsewhere.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { HubError } from '../../errors/hub-error.ts';
import { headerOf } from './request-headers.ts';
import { parseStrictJson } from './strict-json.ts';

/** Largest body, in bytes after decoding base64: 1 MiB. */
export const maxBodyBytes = 1_048_576;

/** Media types by method; other methods accept `application/json` only. */
const mediaTypes: Readonly<Record<string, readonly string[]>> = {
  PATCH: ['application/json', 'application/merge-patch+json'],
};
const defaultMediaTypes = ['application/json'] as const;

export const acceptedMediaTypes = (method: string): readonly string[] => mediaTypes[method] ?? defaultMediaTypes;

/**
 * The parsed body, or undefined when there is none.
 * @throws HubError `REQUEST.TOO_LARGE` (413), `REQUEST.UNSUPPORTED_MEDIA_TYPE` (415), `REQUEST.MALFORMED_JSON` (400).
 */
export function readJsonBody(event: APIGatewayProxyEvent): unknown {
  const body = event.body ?? '';
  if (body === '') return undefined;
  refuseTooLarge(event.isBase64Encoded ? Buffer.byteLength(body, 'base64') : Buffer.byteLength(body));
  refuseOtherMediaTypes(event);
  const text = event.isBase64Encoded ? decodeUtf8(body) : body.replace(/^\uFEFF/, '');
  // API Gateway decodes the body and replaces invalid UTF-8 with this character.
  if (text.includes('\uFFFD')) throw notUtf8();
  return parseStrictJson(text);
}

function refuseTooLarge(sizeBytes: number): void {
  if (sizeBytes <= maxBodyBytes) return;
  throw new HubError({
    kind: 'too-large',
    code: 'REQUEST.TOO_LARGE',
    message: `the body has ${sizeBytes} bytes; at most ${maxBodyBytes} are accepted`,
  });
}

function refuseOtherMediaTypes(event: APIGatewayProxyEvent): void {
  const [mediaType = '', ...parameters] = (headerOf(event, 'content-type') ?? '').split(';').map((part) => part.trim());
  const accepted = acceptedMediaTypes(event.httpMethod);
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice('charset='.length);
  const readable = charset === undefined || /^"?utf-?8"?$/i.test(charset);
  if (accepted.includes(mediaType.toLowerCase()) && readable) return;
  throw new HubError({
    kind: 'unsupported-media-type',
    code: 'REQUEST.UNSUPPORTED_MEDIA_TYPE',
    message: `the body must be ${accepted.join(' or ')} in UTF-8`,
    details: { accepted },
  });
}

function decodeUtf8(base64: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch (cause) {
    throw notUtf8(cause);
  }
}

const notUtf8 = (cause?: unknown): HubError =>
  new HubError({ kind: 'malformed', code: 'REQUEST.MALFORMED_JSON', message: 'the body is not valid UTF-8', cause });
