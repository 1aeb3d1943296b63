// Serves the built dashboard on 127.0.0.1: static files with a strict Content-Security-Policy, `index.html` for any
// other path, and `config.json` with the API's URL.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { isLocalHost, isLocalOrigin } from './local-origin.ts';

export interface SiteOptions {
  /** Build folder, e.g. `web/dist`. */
  readonly folder: string;
  readonly apiUrl: string;
  /** URL and size limit of documents. @default none: the template has no document bucket */
  readonly documents?: { readonly url: string; readonly limitBytes: number };
  readonly stage: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

interface File {
  readonly body: Buffer;
  readonly type: string;
  /** Files with a content hash in their name never change. */
  readonly immutable: boolean;
}

export function createSite(options: SiteOptions): Server {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: Error) => response.destroy(error));
  });
  return server;
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

async function serve(options: SiteOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('content-security-policy', contentSecurityPolicy(options.apiUrl, options.documents?.url));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  if (!isLocalHost(request.headers.host)) {
    response
      .writeHead(421, { 'content-type': 'text/plain' })
      .end('this server answers only to 127.0.0.1 and localhost\n');
    return;
  }
  if (!isLocalOrigin(request.headers.origin)) {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('this server answers only to pages of this machine\n');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const file = await find(options, request.url ?? '/');
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    return;
  }
  const etag = `"${createHash('sha256').update(file.body).digest('base64url').slice(0, 22)}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

async function find({ folder, apiUrl, documents, stage }: SiteOptions, url: string): Promise<File | undefined> {
  const path = pathOf(url);
  if (path === undefined) {
    return undefined;
  }
  if (path === '/config.json') {
    const config = {
      apiUrl,
      ...(documents !== undefined && { documentsUrl: documents.url, documentLimitBytes: documents.limitBytes }),
      stage,
      auth: { kind: 'development' },
    };
    return { body: Buffer.from(JSON.stringify(config)), type: types['.json'] ?? '', immutable: false };
  }
  const file = await readIn(folder, path === '/' ? 'index.html' : path);
  // A path without an extension is a client-side route, not a file.
  return file ?? (extname(path) === '' ? await readIn(folder, 'index.html') : undefined);
}

function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '/');
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

async function readIn(folder: string, path: string): Promise<File | undefined> {
  const root = normalize(folder + sep);
  const full = normalize(join(root, path));
  if (!full.startsWith(root)) {
    return undefined;
  }
  const found = await stat(full).catch(() => undefined);
  if (found?.isFile() !== true) {
    return undefined;
  }
  return {
    body: await readFile(full),
    type: types[extname(full)] ?? 'application/octet-stream',
    immutable: path.startsWith('/assets/'),
  };
}
