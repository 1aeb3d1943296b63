// Uploads the built dashboard and its config.json to the site bucket. The caller passes the S3 client, so that AWS and
// LocalStack share this code.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Runtime configuration of the dashboard. */
export interface DashboardConfig {
  /** URL of the API, without a final slash. */
  readonly apiUrl: string;
  readonly stage: string;
  /** Base URL of documents, without a final slash; the API's links begin with it. */
  readonly documentsUrl: string;
  /** Size limit of a document, in bytes. */
  readonly documentLimitBytes: number;
  readonly auth:
    | { readonly kind: 'development' }
    | {
        readonly kind: 'oidc';
        readonly authority: string;
        readonly clientId: string;
        readonly scope: string;
        /** Claim of the access token with the person's role; the API reads the same claim. */
        readonly roleClaim: string;
        readonly signOutUrl?: string;
      };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** One stored file of the dashboard. */
export interface SiteFile {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/**
 * Lists the files to upload, assets first and index.html last, so that a new page always finds its assets.
 * @param folder Build output of the dashboard.
 * @throws Error for a file with an unknown content type.
 */
export function siteFiles(folder: string, config: DashboardConfig): readonly SiteFile[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ key: relative(folder, path).split(sep).join('/'), body: readFileSync(path) }))
    .filter(({ key }) => key !== 'config.json');
  const written = { key: 'config.json', body: Buffer.from(`${JSON.stringify(config, null, 2)}\n`) };
  return [...files, written]
    .map(({ key, body }) => ({ key, body, contentType: contentTypeOf(key), cacheControl: cacheControlOf(key) }))
    .sort((a, b) => Number(a.key === 'index.html') - Number(b.key === 'index.html') || a.key.localeCompare(b.key));
}

/** @returns Number of files uploaded. */
export async function uploadSite(s3: S3Client, bucket: string, files: readonly SiteFile[]): Promise<number> {
  for (const file of files) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: file.key,
        Body: file.body,
        ContentType: file.contentType,
        CacheControl: file.cacheControl,
      }),
    );
  }
  return files.length;
}

function contentTypeOf(key: string): string {
  const type = contentTypes[extname(key).toLowerCase()];
  if (type === undefined) {
    throw new Error(`no content type for ${key}; add its ending to infra/site-upload.ts`);
  }
  return type;
}

/** Names below assets/ contain a hash, so those files never change. Browsers revalidate all other files. */
function cacheControlOf(key: string): string {
  return key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
