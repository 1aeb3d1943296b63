// Stands in for CloudFront and S3 in front of the document bucket: verifies signature and expiry of each link, adds
// headers that prevent a browser from executing a document, and streams the bytes to and from the bucket.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { documentPolicy, preflightSeconds, uploadHeaders } from '../../document-headers.ts';
import { embeddedKey } from '../backends/aws-json.ts';
import { embeddedRegion } from '../template/intrinsics.ts';
import { isLocalHost, isLocalOrigin } from './local-origin.ts';
import { signatureProblem } from './signed-request.ts';

export interface DocumentsFrontOptions {
  readonly bucket: string;
  /** Origin that links are signed for. */
  readonly origin: string;
  /** Origin of the local S3 with the bucket; requests wait for it. */
  readonly s3: Promise<string>;
  /** @default the system clock */
  readonly nowMs?: () => number;
}

/** Limit of the local S3 for one upload. */
const largestBytes = 11 * 1024 * 1024;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function createDocumentsFront(options: DocumentsFrontOptions): Server {
  return createServer((incoming, response) => {
    serve(options, incoming, response).catch((error: unknown) => {
      // A client reads the answer only after it has sent its body, so this reads the rest up to a limit.
      if (Number(incoming.headers['content-length'] ?? 0) <= largestBytes) {
        incoming.resume();
      } else {
        response.shouldKeepAlive = false;
      }
      if (response.headersSent) {
        response.destroy();
      } else {
        refuse(
          response,
          error instanceof Refusal ? error : new Refusal(502, 'BadGateway', 'the bucket does not answer'),
        );
      }
    });
  });
}

async function serve(
  options: DocumentsFrontOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  setHeaders(response, headers.origin);
  if (!isLocalHost(headers.host)) {
    throw new Refusal(421, 'MisdirectedRequest', 'this server answers only to 127.0.0.1 and localhost');
  }
  if (!isLocalOrigin(headers.origin)) {
    throw new Refusal(403, 'AccessDenied', 'this server answers only to pages of this machine');
  }
  if (method === 'OPTIONS') {
    answerPreflight(response);
    return;
  }
  if (method !== 'PUT' && method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'PUT, GET, HEAD, OPTIONS');
    throw new Refusal(405, 'MethodNotAllowed', 'only PUT (upload), GET and HEAD (download) are allowed');
  }
  const key = { keyId: embeddedKey, secret: embeddedKey, region: embeddedRegion, host: new URL(options.origin).host };
  const problem = await signatureProblem({ method, url, headers }, key, options.nowMs?.() ?? Date.now());
  if (problem !== undefined) {
    throw new Refusal(problem.code === 'AuthorizationQueryParametersError' ? 400 : 403, problem.code, problem.message);
  }
  const target = `${await options.s3}/${options.bucket}${url.split('?')[0]}`;
  await (method === 'PUT' ? upload(target, incoming, response) : download(target, url, incoming, response));
}

function setHeaders(response: ServerResponse, origin: string | undefined): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', documentPolicy);
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('vary', 'Origin');
  if (origin !== undefined && isLocalOrigin(origin)) {
    response.setHeader('access-control-allow-origin', origin);
  }
}

function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'PUT, GET, HEAD',
    'access-control-allow-headers': uploadHeaders.join(', '),
    'access-control-max-age': String(preflightSeconds),
  });
  response.end();
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>\n`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

/**
 * Withholds the last chunk until the checksum is verified: S3 refuses bytes that differ from the signed ones, and the
 * local S3 behind this server does not.
 */
async function upload(target: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { 'content-length': length, 'content-type': type, 'x-amz-checksum-sha256': checksum } = incoming.headers;
  if (length === undefined) throw new Refusal(411, 'MissingContentLength', 'the request requires a Content-Length');
  if (Number(length) > largestBytes)
    throw new Refusal(413, 'EntityTooLarge', `the body has more than the allowed ${largestBytes} bytes`);
  const passing = request(target, {
    method: 'PUT',
    headers: { 'content-length': length, ...(type === undefined ? {} : { 'content-type': type }) },
  });
  const answered = answerOf(passing);
  try {
    const last = await passAllButLast(incoming, passing, checksum);
    passing.end(last);
    const [answer] = await answered;
    answer.resume();
    response.writeHead(answer.statusCode ?? 502, headersOf(answer, ['etag'])).end();
  } catch (error) {
    passing.destroy();
    throw error;
  }
}

async function passAllButLast(
  incoming: IncomingMessage,
  passing: NodeJS.WritableStream,
  checksum: string | string[] | undefined,
): Promise<Buffer | undefined> {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (held !== undefined && !passing.write(held)) await once(passing, 'drain');
    held = chunk;
  }
  if (checksum !== undefined && hash.digest('base64') !== checksum) {
    throw new Refusal(400, 'BadDigest', 'the SHA-256 of the bytes differs from the signed one');
  }
  return held;
}

const conditions = ['range', 'if-match', 'if-none-match'] as const;
const told = ['content-length', 'content-range', 'etag', 'last-modified'] as const;
/** Query parameters that set headers of the answer. */
const labels = {
  'response-content-type': 'content-type',
  'response-content-disposition': 'content-disposition',
  'response-cache-control': 'cache-control',
} as const;

async function download(
  target: string,
  url: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const passing = request(target, { method: incoming.method ?? 'GET', headers: headersOf(incoming, conditions) });
  response.once('close', () => passing.destroy());
  const answered = answerOf(passing);
  passing.end();
  const [answer] = await answered;
  const status = answer.statusCode ?? 502;
  response.writeHead(status, { ...headersOf(answer, told), ...(status < 300 ? labelsOf(url) : typeOf(answer)) });
  await pipeline(answer, response);
}

function answerOf(passing: ClientRequest): Promise<[IncomingMessage]> {
  const answered = once(passing, 'response') as Promise<[IncomingMessage]>;
  // The awaiting code handles the failure; an unhandled rejection would end the host.
  answered.catch(() => undefined);
  passing.on('error', () => undefined);
  return answered;
}

function headersOf(message: IncomingMessage, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = message.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

const typeOf = (answer: IncomingMessage): Readonly<Record<string, string>> => headersOf(answer, ['content-type']);

function labelsOf(url: string): Readonly<Record<string, string>> {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const given = Object.entries(labels).flatMap(([name, header]) => {
    const value = query.get(name);
    return value === null ? [] : [[header, value] as const];
  });
  return { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', ...Object.fromEntries(given) };
}
