// The documents front: which requests reach the bucket, what a browser is told, and that no byte gets in that was not
// signed for. Links are made by the adapter that the functions use.
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { request } from 'node:http';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentsFront } from '../../infra/local/api/documents-front.ts';
import { listen } from '../../infra/local/process/free-port.ts';
import { objectClient } from '../../shared/adapters/object-client.ts';
import { type ObjectLinks, objectLinks, type SignedLink } from '../../shared/adapters/object-links.ts';
import { text } from '../support/document-files.ts';

const key = 'uploads/DOC-01JD0000000000000000000000/1';
const origin = 'https://documents.s3.us-east-1.amazonaws.com';
const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
const s3 = buildApp({ logger: false });
let bucketUrl: string;
let front: Server;
let frontUrl: string;
let links: ObjectLinks;
let nowMs = Date.now();

beforeAll(async () => {
  const endpoint = await s3.listen({ port: 0, host: '127.0.0.1' });
  bucketUrl = `${endpoint}/documents`;
  await fetch(bucketUrl, { method: 'PUT' });
  front = createDocumentsFront({ bucket: 'documents', origin, s3: Promise.resolve(endpoint), nowMs: () => nowMs });
  frontUrl = `http://127.0.0.1:${await listen(front, 0, 'documents', '--port')}`;
  links = linksBy(credentials);
});
afterAll(async () => {
  front.closeAllConnections();
  front.close();
  await s3.close();
});

function linksBy(by: typeof credentials, region = 'us-east-1', signedFor = origin): ObjectLinks {
  const { sha256 } = objectClient().config;
  const source = { credentials: async () => by, region: async () => region, sha256 };
  return objectLinks(source, { origin: signedFor, publicUrl: frontUrl });
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const uploadLink = (by: ObjectLinks = links, bytes = text): Promise<SignedLink> =>
  by.upload({ key, contentType: 'text/plain', sizeBytes: bytes.length, sha256: sha256(bytes), at: new Date(nowMs) });

const readLink = (by: ObjectLinks = links): Promise<SignedLink> =>
  by.read({
    key,
    contentType: 'text/plain; charset=utf-8',
    contentDisposition: 'attachment; filename="a (1).txt"; filename*=UTF-8\'\'a%20%281%29.txt',
    at: new Date(nowMs),
  });

const put = ({ url, headers }: SignedLink, body: Buffer = text): Promise<Response> =>
  fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });

const stored = async (): Promise<string | undefined> => {
  const answer = await fetch(`${bucketUrl}/${key}`);
  return answer.status === 200 ? answer.text() : undefined;
};
const empty = () => fetch(`${bucketUrl}/${key}`, { method: 'DELETE' });

describe('an upload', () => {
  it('goes through with what was signed', async () => {
    await empty();

    expect((await put(await uploadLink())).status).toBe(200);

    expect(await stored()).toBe(text.toString());
    expect((await fetch(`${bucketUrl}/${key}`)).headers.get('content-type')).toBe('text/plain');
  });

  it('of other bytes of the same length stores nothing', async () => {
    await empty();

    const answer = await put(await uploadLink(), Buffer.alloc(text.length, 'x'));

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('BadDigest');
    expect(await stored()).toBeUndefined();
  });

  it('of many pieces, the last of them wrong, stores nothing', async () => {
    await empty();
    const bytes = Buffer.alloc(3 * 1024 * 1024, 'text\n');
    const link = await uploadLink(links, bytes);

    expect((await put(link, Buffer.concat([bytes.subarray(1), Buffer.from('!')]))).status).toBe(400);

    expect(await stored()).toBeUndefined();
    expect((await put(link, bytes)).status).toBe(200);
  });

  it('that breaks off half-way stores nothing', async () => {
    await empty();
    const bytes = Buffer.alloc(1024 * 1024, 'text\n');
    const { url, headers } = await uploadLink(links, bytes);

    await new Promise<void>((resolve) => {
      const sending = request(url, { method: 'PUT', headers: { ...headers, 'content-length': bytes.length } });
      sending.on('error', () => undefined);
      sending.on('close', resolve);
      sending.write(bytes.subarray(0, 200_000), () => sending.destroy());
    });

    expect((await put(await uploadLink(links, text))).status).toBe(200);
    expect(await stored()).toBe(text.toString());
  });

  it.each([
    ['a foreign key', async () => uploadLink(linksBy({ accessKeyId: 'other', secretAccessKey: 'embedded' })), 400],
    ['a wrong secret', async () => uploadLink(linksBy({ accessKeyId: 'embedded', secretAccessKey: 'guess' })), 403],
    ['another region', async () => uploadLink(linksBy(credentials, 'eu-west-1')), 400],
    ['another bucket', async () => uploadLink(linksBy(credentials, 'us-east-1', 'https://other.example')), 403],
    ['a changed path', async () => changed(({ url }) => url.replace('/1?', '/2?')), 403],
    ['a climbing path', async () => changed(({ url }) => url.replace('/1?', '/1/..%2f..%2f2?')), 403],
    ['a longer life', async () => changed(({ url }) => url.replace('Expires=900', 'Expires=9000')), 403],
    ['an endless life', async () => changed(({ url }) => url.replace('Expires=900', 'Expires=9000000')), 400],
    ['another parameter', async () => changed(({ url }) => `${url}&acl=public`), 403],
    ['no signature', async () => changed(({ url }) => url.split('&X-Amz-Signature')[0] ?? ''), 403],
    ['no query', async () => changed(({ url }) => url.split('?')[0] ?? ''), 400],
  ])('with %s is refused', async (_what, made, status) => {
    await empty();

    expect((await put(await made())).status).toBe(status);

    expect(await stored()).toBeUndefined();
  });

  async function changed(change: (link: SignedLink) => string): Promise<SignedLink> {
    const link = await uploadLink();
    return { ...link, url: change(link) };
  }

  it('with other headers than signed is refused', async () => {
    const { url, headers } = await uploadLink();

    expect((await put({ url, headers: { ...headers, 'content-type': 'text/html' }, expiresAt: '' })).status).toBe(403);
    expect((await put({ url, headers: { 'content-type': 'text/plain' }, expiresAt: '' })).status).toBe(403);
  });

  it('is possible to the second that it was promised for', async () => {
    nowMs = Math.floor(Date.now() / 1000) * 1000;
    const link = await uploadLink();
    const until = Date.parse(link.expiresAt);

    nowMs = until;
    expect((await put(link)).status).toBe(200);
    nowMs = until + 1;
    expect((await put(link)).status).toBe(403);
    nowMs = until - 3_600_000;
    expect((await put(link)).status).toBe(403);
    nowMs = Date.now();
  });
});

describe('a read', () => {
  it('is labelled as the link says, and told not to run', async () => {
    await put(await uploadLink());

    const answer = await fetch((await readLink()).url);

    expect(await answer.text()).toBe(text.toString());
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename="a (1).txt"; filename*=UTF-8\'\'a%20%281%29.txt',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'referrer-policy': 'no-referrer',
      'content-length': String(text.length),
    });
  });

  it('may be of a part', async () => {
    await put(await uploadLink());

    const answer = await fetch((await readLink()).url, { headers: { range: 'bytes=0-6' } });

    expect(answer.status).toBe(206);
    expect(await answer.text()).toBe('Printer');
    expect(answer.headers.get('content-range')).toBe(`bytes 0-6/${text.length}`);
  });

  it('of what is not there is 404, without the labels of a document', async () => {
    await empty();

    const answer = await fetch((await readLink()).url);

    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('cannot be labelled anew', async () => {
    await put(await uploadLink());
    const { url } = await readLink();

    expect((await fetch(url.replace('text%2Fplain', 'text%2Fhtml'))).status).toBe(403);
    expect((await fetch(url.replace('attachment', 'inline'))).status).toBe(403);
  });
});

describe('pages', () => {
  it('of this machine may upload and read, others may not', async () => {
    const { url } = await readLink();
    const from = (page: string, method = 'GET') => fetch(url, { method, headers: { origin: page } });

    const own = await from('http://localhost:8080', 'OPTIONS');
    const foreign = await from('https://evil.example');

    expect(own.status).toBe(204);
    expect(own.headers.get('access-control-allow-methods')).toBe('PUT, GET, HEAD');
    expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:8080');
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('cannot reach it under another name, nor with another method', async () => {
    const { port } = new URL(frontUrl);
    const renamed = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, headers: { host: `evil.example:${port}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect(renamed).toBe(421);
    expect((await fetch((await readLink()).url, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(frontUrl)).status).toBe(400);
  });
});
