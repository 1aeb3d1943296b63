// Serves the built dashboard on 127.0.0.1: static files with a strict Content-Security-Policy, `index.html` for any
// other path, and `config.json` with the API's URL.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import sirv from 'sirv';
import { isLocalHost, isLocalOrigin } from './local-origin.ts';

export interface SiteOptions {
  /** Build folder, e.g. `web/dist`; read once. @default no files: each path answers 404 */
  readonly folder: string | undefined;
  readonly apiUrl: string;
  /** URL and size limit of documents. @default none: the template has no document bucket */
  readonly documents?: { readonly url: string; readonly limitBytes: number };
  readonly stage: string;
}

export function createSite(options: SiteOptions): Server {
  const files = options.folder === undefined ? notFound : filesIn(options.folder);
  return createServer((request, response) => {
    setPolicies(options, response);
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      response.writeHead(refusal.status, refusal.headers).end(refusal.text);
    } else if (request.url?.split('?')[0] === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(configOf(options));
    } else {
      files(request, response);
    }
  });
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const notFound: Handler = (_, response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');

/** A path without an extension is a client-side route: it answers with `index.html`. */
function filesIn(folder: string): Handler {
  return sirv(folder, {
    etag: true,
    single: true,
    onNoMatch: notFound,
    // Files in `assets` have a content hash in their name and never change.
    setHeaders: (response, path) =>
      response.setHeader(
        'cache-control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
}

/** Content-Security-Policy: the page's own files, API data and documents. */
export function contentSecurityPolicy(apiUrl: string, documentsUrl?: string): string {
  const documents = documentsUrl === undefined ? '' : ` ${new URL(documentsUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data:${documents}`,
    "font-src 'self'",
    `connect-src 'self' ${new URL(apiUrl).origin}${documents}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function setPolicies({ apiUrl, documents }: SiteOptions, response: ServerResponse): void {
  response.setHeader('content-security-policy', contentSecurityPolicy(apiUrl, documents?.url));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const refused = (status: number, text: string, headers = {}): Refusal => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  text: `${text}\n`,
});

function refusalOf({ method, headers }: IncomingMessage): Refusal | undefined {
  if (!isLocalHost(headers.host)) return refused(421, 'this server answers only to 127.0.0.1 and localhost');
  if (!isLocalOrigin(headers.origin)) return refused(403, 'this server answers only to pages of this machine');
  if (method === 'GET' || method === 'HEAD') return undefined;
  return refused(405, 'this server allows GET and HEAD only', { allow: 'GET, HEAD' });
}

function configOf({ apiUrl, documents, stage }: SiteOptions): string {
  return JSON.stringify({
    apiUrl,
    ...(documents !== undefined && { documentsUrl: documents.url, documentLimitBytes: documents.limitBytes }),
    stage,
    auth: { kind: 'development' },
  });
}
