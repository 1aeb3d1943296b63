// Documents over the public API and through the real links: declared, uploaded, verified, shown, kept and deleted; and
// what an upload link, a browser and a stranger cannot do.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Document, DocumentDeclared, DocumentLink, DocumentUpload } from '../../shared/contracts/document.ts';
import type { SubmissionAccepted } from '../../shared/contracts/intake.ts';
import {
  csv,
  declarationOf,
  eicar,
  goodFiles,
  html,
  pdf,
  png,
  type TestFile,
  text,
} from '../support/document-files.ts';
import { type Answer, eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { sampleBody } from '../support/sample-body.ts';

const hub = inject('hub');
/** LocalStack's S3 checks no signatures and has nothing in front of it that adds headers. */
const linksAreChecked = hub.target !== 'localstack';
let operator: HubClient;
let approver: HubClient;
let viewer: HubClient;
let submissionId: string;

beforeAll(async () => {
  operator = await hubClient(hub.apiUrl, 'operator');
  approver = await hubClient(hub.apiUrl, 'approver');
  viewer = await hubClient(hub.apiUrl, 'viewer');
  submissionId = (await submit()).submission_id;
});

async function submit(document?: unknown): Promise<SubmissionAccepted> {
  const answer = await operator.call<SubmissionAccepted>('POST', '/intake/submissions', {
    body: { ...sampleBody, ...(document === undefined ? {} : { document }) },
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function declare(file: TestFile, of = submissionId): Promise<DocumentDeclared> {
  const answer = await operator.call<DocumentDeclared>('POST', `/intake/submissions/${of}/documents`, {
    body: declarationOf(file),
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

const put = (upload: DocumentUpload, bytes: Buffer, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(upload.url, { method: 'PUT', headers: { ...upload.headers, ...headers }, body: new Uint8Array(bytes) });

const complete = (documentId: string): Promise<Answer<Document>> =>
  operator.call<Document>('POST', `/documents/${documentId}/complete`);

async function available(file: TestFile, of = submissionId): Promise<Document> {
  const { document, upload } = await declare(file, of);
  expect((await put(upload, file.bytes)).status).toBe(200);
  const { body } = await complete(document.document_id);
  expect(body).toMatchObject({ status: 'available', rejection: null });
  return body;
}

async function linkTo(documentId: string, query = ''): Promise<DocumentLink> {
  const answer = await operator.call<DocumentLink>('GET', `/documents/${documentId}/link${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a document', () => {
  it.each(goodFiles.map((file) => [file.type, file] as const))(
    'of type %s is verified and comes back byte for byte, as an attachment',
    async (_type, file) => {
      const document = await available(file);

      const answer = await fetch((await linkTo(document.document_id)).url);

      expect(answer.status).toBe(200);
      expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(document.sha256);
      expect(answer.headers.get('content-disposition')).toContain(`attachment; filename="${file.name}"`);
      expect(answer.headers.get('content-type')).toContain(file.type);
      if (!linksAreChecked) return;
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    },
  );

  it('can be declared with the submission, in one call', async () => {
    const file: TestFile = { name: 'with-it.txt', type: 'text/plain', bytes: text };
    const accepted = await submit(declarationOf(file));
    const declared = accepted.document as DocumentDeclared;

    expect(declared.document).toMatchObject({
      submission_id: accepted.submission_id,
      request_number: accepted.request_number,
      status: 'pending',
    });
    await put(declared.upload, text);
    expect((await complete(declared.document.document_id)).body.status).toBe('available');
    const list = await operator.call<{ data: Document[] }>(
      'GET',
      `/intake/submissions/${accepted.submission_id}/documents`,
    );
    expect(list.body.data.map(({ document_id }) => document_id)).toEqual([declared.document.document_id]);
  });

  it('is shown in place when it is an image or a text, and not when it is a PDF', async () => {
    const image = await available({ name: 'a.png', type: 'image/png', bytes: png });
    const table = await available({ name: 'a.csv', type: 'text/csv', bytes: csv });
    const letter = await available({ name: 'a.pdf', type: 'application/pdf', bytes: pdf });

    const shown = await fetch((await linkTo(image.document_id, '?disposition=inline')).url);
    const read = await fetch((await linkTo(table.document_id, '?disposition=inline')).url);
    const refused = await operator.call('GET', `/documents/${letter.document_id}/link?disposition=inline`);

    expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(read.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(refused).toMatchObject({ status: 409, body: { code: 'DOCUMENT.NO_PREVIEW', allowed: ['attachment'] } });
  });

  it('keeps its versions, each to be had by its number', async () => {
    const first = await available({ name: 'v1.txt', type: 'text/plain', bytes: text });
    const second: TestFile = { name: 'v2.csv', type: 'text/csv', bytes: csv };
    const { body: declared } = await operator.call<DocumentDeclared>(
      'POST',
      `/documents/${first.document_id}/versions`,
      { body: declarationOf(second) },
    );
    const meanwhile = await fetch((await linkTo(first.document_id)).url);
    expect(await meanwhile.text()).toBe(text.toString());
    await put(declared.upload, csv);
    await complete(first.document_id);

    const older = await fetch((await linkTo(first.document_id, '?version=1')).url);
    const newest = await fetch((await linkTo(first.document_id)).url);
    const { body } = await operator.call<{ versions: Document[] }>('GET', `/documents/${first.document_id}`);

    expect(await older.text()).toBe(text.toString());
    expect(Buffer.from(await newest.arrayBuffer())).toEqual(csv);
    expect(body.versions.map(({ version, status, file_name }) => [version, status, file_name])).toEqual([
      [1, 'available', 'v1.txt'],
      [2, 'available', 'v2.csv'],
    ]);
  });

  it('gets no version from another operator, but from an approver', async () => {
    const document = await available({ name: 'mine.txt', type: 'text/plain', bytes: text });
    const another = await hubClient(hub.apiUrl, 'operator', 'Somebody Else');
    const body = declarationOf({ name: 'theirs.txt', type: 'text/plain', bytes: text });
    const at = `/documents/${document.document_id}/versions`;

    const refused = await another.call('POST', at, { body });

    expect(refused).toMatchObject({ status: 403, body: { code: 'AUTH.NOT_OWNER' } });
    expect((await approver.call('POST', at, { body })).status).toBe(201);
  });

  it('is deleted with a reason: what is known stays, the bytes are gone', async () => {
    const { document_id } = await available({ name: 'gone.txt', type: 'text/plain', bytes: text });
    const before = await linkTo(document_id);

    const deleted = await operator.call<Document>('DELETE', `/documents/${document_id}`, {
      body: { reason: 'wrong file' },
    });

    expect(deleted).toMatchObject({ status: 200, body: { status: 'deleted', delete_reason: 'wrong file' } });
    expect((await fetch(before.url)).status).toBe(404);
    expect(await operator.call('GET', `/documents/${document_id}/link`)).toMatchObject({
      status: 410,
      body: { code: 'DOCUMENT.DELETED' },
    });
    expect((await operator.call<Document>('GET', `/documents/${document_id}`)).body).toMatchObject({
      status: 'deleted',
      file_name: 'gone.txt',
      sha256: sha256(text),
    });
  });

  it('of somebody else is deleted by an approver, not by an operator', async () => {
    const { body: declared } = await approver.call<DocumentDeclared>(
      'POST',
      `/intake/submissions/${submissionId}/documents`,
      { body: declarationOf({ name: 'theirs.txt', type: 'text/plain', bytes: text }) },
    );
    const { document_id } = declared.document;
    const mine = await declare({ name: 'mine.txt', type: 'text/plain', bytes: text });
    const deletion = { body: { reason: 'not needed' } };

    expect(await operator.call('DELETE', `/documents/${document_id}`, deletion)).toMatchObject({
      status: 403,
      body: { code: 'AUTH.NOT_OWNER' },
    });
    expect((await approver.call('DELETE', `/documents/${mine.document.document_id}`, deletion)).status).toBe(200);
  });

  it('shows viewers what kind of file it is, not its name, and lets them read no bytes', async () => {
    const { document_id } = await available({ name: 'Jane Canary.txt', type: 'text/plain', bytes: text });

    const seen = await viewer.call<Document>('GET', `/documents/${document_id}`);

    expect(seen.body.file_name).toBe('•••.txt');
    expect(JSON.stringify(seen.body)).not.toContain('Canary');
    expect((await viewer.call('GET', `/documents/${document_id}/link`)).status).toBe(403);
  });
});

describe('an upload link', () => {
  const file: TestFile = { name: 'upload.txt', type: 'text/plain', bytes: text };

  it.runIf(linksAreChecked)('takes the declared bytes and nothing else', async () => {
    const { document, upload } = await declare(file);
    const other = Buffer.from(text.toString().replace('jammed', 'hacked'));
    const forged = { 'x-amz-checksum-sha256': createHash('sha256').update(other).digest('base64') };

    expect((await put(upload, Buffer.concat([text, Buffer.from('!')]))).status).toBe(403);
    expect((await put(upload, text.subarray(1))).status).toBe(403);
    expect((await put(upload, text, { 'content-type': 'text/html' })).status).toBe(403);
    expect((await put(upload, other)).status).toBe(400);
    expect((await put(upload, other, forged)).status).toBe(403);
    expect(await complete(document.document_id)).toMatchObject({
      status: 409,
      body: { code: 'DOCUMENT.NOT_UPLOADED' },
    });
    expect((await put(upload, text)).status).toBe(200);
    expect((await complete(document.document_id)).body.status).toBe('available');
  });

  it.runIf(linksAreChecked)('cannot be turned to another object, another method or another time', async () => {
    const { document, upload } = await declare(file);
    const other = await available(file);
    const { pathname } = new URL(upload.url);

    const elsewhere = upload.url.replace(pathname, `/documents/${other.document_id}/1`);
    const later = upload.url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604800');

    expect((await put({ ...upload, url: elsewhere }, text)).status).toBe(403);
    expect((await put({ ...upload, url: later }, text)).status).toBe(403);
    expect((await put({ ...upload, url: upload.url.split('?')[0] ?? '' }, text)).status).toBe(400);
    expect((await fetch(upload.url)).status).toBe(403);
    expect((await fetch(upload.url, { method: 'DELETE' })).status).toBe(405);
    expect((await complete(document.document_id)).status).toBe(409);
  });

  it('does not reach what was verified, however often it is used', async () => {
    const { document, upload } = await declare(file);
    await put(upload, text);
    await put(upload, text);
    await complete(document.document_id);
    await put(upload, text);

    expect((await complete(document.document_id)).body).toMatchObject({ status: 'available', version: 1 });
    const answer = await fetch((await linkTo(document.document_id)).url);
    expect(await answer.text()).toBe(text.toString());
  });

  it.runIf(hub.target === 'embedded')('is answered to pages of this machine only', async () => {
    const { upload } = await declare(file);
    const preflight = (origin: string) =>
      fetch(upload.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });

    const own = await preflight(hub.siteUrl);

    expect(own.status).toBe(204);
    expect(own.headers.get('access-control-allow-origin')).toBe(hub.siteUrl);
    expect(own.headers.get('access-control-allow-headers')).toContain('x-amz-checksum-sha256');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });
});

describe('what is refused', () => {
  it.each([
    ['HTML as text', { name: 'page.txt', type: 'text/plain', bytes: html }, 'TYPE_DIFFERS'],
    ['HTML as an image', { name: 'page.png', type: 'image/png', bytes: html }, 'TYPE_DIFFERS'],
    ['the test file of scanners', { name: 'eicar.txt', type: 'text/plain', bytes: eicar }, 'MALWARE_FOUND'],
    ['bytes that are no text', { name: 'x.csv', type: 'text/csv', bytes: Buffer.from([0x61, 0x00, 0x62]) }, 'NOT_TEXT'],
  ] as const)('%s is rejected after its upload, with the reason, and cannot be had', async (_what, file, code) => {
    const { document, upload } = await declare(file);
    expect((await put(upload, file.bytes)).status).toBe(200);

    const { body } = await complete(document.document_id);

    expect(body).toMatchObject({ status: 'rejected', rejection: { code, message: expect.any(String) } });
    expect(await operator.call('GET', `/documents/${document.document_id}/link`)).toMatchObject({
      status: 409,
      body: { code: 'DOCUMENT.NOT_AVAILABLE' },
    });
  });

  it('a byte above the limit is refused when it is declared, and the limit is named', async () => {
    const limit = 10 * 1024 * 1024;
    const tooLarge = { ...declarationOf(goodFiles[0] as TestFile), size_bytes: limit + 1 };
    const before = await operator.call<{ data: unknown[] }>('GET', `/intake/submissions/${submissionId}/documents`);

    const answer = await operator.call('POST', `/intake/submissions/${submissionId}/documents`, { body: tooLarge });

    expect(answer).toMatchObject({
      status: 413,
      body: { code: 'DOCUMENT.TOO_LARGE', limit_bytes: limit, errors: [{ pointer: '#/size_bytes' }] },
    });
    const after = await operator.call<{ data: unknown[] }>('GET', `/intake/submissions/${submissionId}/documents`);
    expect(after.body.data.length).toBe(before.body.data.length);
  });

  it('ten mebibytes to the byte are taken', async () => {
    const bytes = Buffer.alloc(10 * 1024 * 1024, 'a line of text, and another one\n');

    expect(await available({ name: 'large.txt', type: 'text/plain', bytes })).toMatchObject({
      size_bytes: bytes.length,
    });
  });

  it('documents of a submission that is not there', async () => {
    const missing = '/intake/submissions/SUB-01JD0000000000000000000000/documents';

    expect((await operator.call('GET', missing)).status).toBe(404);
    expect((await operator.call('POST', missing, { body: declarationOf(goodFiles[0] as TestFile) })).status).toBe(404);
  });
});

describe('the sweep', () => {
  it('can be run by an operator, and says what it did', async () => {
    const { status, body } = await operator.call('POST', '/jobs/documents');

    expect(status).toBe(200);
    expect(body).toMatchObject({ failed: 0 });
  });
});

describe('the list of documents', () => {
  it('is newest first, goes on behind its pages, and filters by status', async () => {
    const { document_id } = await available({ name: 'listed.txt', type: 'text/plain', bytes: text });
    const page = await eventually(
      () =>
        operator.call<{ data: Document[]; pagination: { next: string } }>('GET', '/documents?status=available&limit=2'),
      ({ body }) => body.data.some((document) => document.document_id === document_id),
    );
    const next = await operator.call<{ data: Document[] }>(
      'GET',
      `/documents?status=available&limit=2&cursor=${encodeURIComponent(page.body.pagination.next)}`,
    );

    const ids = [...page.body.data, ...next.body.data].map((document) => document.document_id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(new Set(ids).size).toBe(4);
    expect([...page.body.data, ...next.body.data].every(({ status }) => status === 'available')).toBe(true);
  });
});
