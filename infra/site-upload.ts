// Uploads the built dashboard and its config.json to the site bucket. Takes the S3 client, so that AWS and LocalStack
// use the same code; it knows neither.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** What the dashboard is told at run time. */
export interface DashboardConfig {
  /** Address of the API, without a final slash. */
  readonly apiUrl: string;
  readonly stage: string;
  /** Address of the documents' bytes, without a final slash; links of the API begin with it. */
  readonly documentsUrl: string;
  /** Largest document that the API takes, in bytes. */
  readonly documentLimitBytes: number;
  readonly auth:
    | { readonly kind: 'development' }
    | {
        readonly kind: 'oidc';
        readonly authority: string;
        readonly clientId: string;
        readonly scope: string;
        /** Claim of the access token with the person's role, as the API reads it. */
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

/** One file of the dashboard as it is stored. */
export interface SiteFile {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/**
 * The files to upload, assets first and index.html last: whoever gets the new page finds what it needs.
 * @param folder Output of the dashboard's build.
 * @throws Error for a file whose content type is not known.
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

/** The build puts a hash into the names below assets/: they never change. Everything else is asked for each time. */
function cacheControlOf(key: string): string {
  return key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
