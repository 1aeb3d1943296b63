import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { environmentNames } from '../../shared/runtime/env.ts';
import { lambda, temporaryFolder } from '../support/host/assembly.ts';
import { testHost } from '../support/host/running.ts';

let host: RunningHost;

beforeAll(async () => {
  const parent = temporaryFolder('site');
  const siteFolder = join(parent, 'dist');
  mkdirSync(join(siteFolder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'not for the web');
  writeFileSync(join(siteFolder, 'index.html'), '<!doctype html><title>Hub</title>');
  writeFileSync(join(siteFolder, 'assets', 'app-1.js'), 'export {};');
  ({ host } = await testHost({ resources: {} }, { siteFolder }));
});

/** Sends the path as it is; `fetch` would tidy it. */
function raw(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    request(host.siteUrl, { path, headers }, async (response) => {
      resolve({ status: response.statusCode, text: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

describe('the dashboard’s server', () => {
  it('serves the page for the root and for places inside of the application', async () => {
    const pages = await Promise.all(
      ['/', '/cases/CASE-1'].map(async (path) => (await fetch(host.siteUrl + path)).text()),
    );

    expect(pages).toEqual(['<!doctype html><title>Hub</title>', '<!doctype html><title>Hub</title>']);
  });

  it('serves files with their type, and hashed ones for ever', async () => {
    const response = await fetch(`${host.siteUrl}/assets/app-1.js`);

    expect(response.headers.get('content-type')).toBe('text/javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('answers 404 for a file that is not there', async () => {
    expect((await fetch(`${host.siteUrl}/assets/app-2.js`)).status).toBe(404);
  });

  it('answers 304 to the entity tag it gave', async () => {
    const etag = (await fetch(host.siteUrl)).headers.get('etag') ?? '';

    expect((await fetch(host.siteUrl, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('makes config.json with the API’s address', async () => {
    const config = await (await fetch(`${host.siteUrl}/config.json`)).json();

    expect(config).toEqual({ apiUrl: host.apiUrl, stage: 'dev', auth: { kind: 'development' } });
  });

  it('tells the dashboard where documents are and how large one may be, as the functions are told', async () => {
    const { documentBucket, documentsOrigin, documentLimitBytes } = environmentNames;
    const Variables = {
      [documentBucket]: 'documents',
      [documentsOrigin]: 'https://documents.s3.us-east-1.amazonaws.com',
      [documentLimitBytes]: '1024',
    };
    const { host: withDocuments } = await testHost({
      resources: { Links: lambda('links', { Environment: { Variables } }) },
      handlers: { links: 'export const handler = async () => ({});' },
    });

    const config = await (await fetch(`${withDocuments.siteUrl}/config.json`)).json();

    expect(config).toMatchObject({ documentsUrl: expect.stringMatching(/^http:/), documentLimitBytes: 1024 });
  });

  it('lets the browser load its own files and call the API, nothing else', async () => {
    const { headers } = await fetch(host.siteUrl);

    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${host.apiUrl}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%5c..%5c..%2f..%2fsecret.txt'])(
    'keeps %s out of reach',
    async (path) => {
      expect((await raw(path)).text).not.toContain('not for the web');
    },
  );

  it('answers 421 under another site’s name', async () => {
    expect((await raw('/', { host: 'evil.example' })).status).toBe(421);
  });
});
