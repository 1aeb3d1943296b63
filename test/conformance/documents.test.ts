// Documents on the engine and a bucket: what is written when, what is verified, what a repetition, a race and a deletion
// do. The judgement of bytes itself is in test/unit/core.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentVersion } from '../../shared/contracts/document.ts';
import { submissionKey } from '../../shared/table/intake/keys.ts';
import { csv, eicar, goodFiles, html, png, type TestFile, text } from '../support/document-files.ts';
import { type DocumentHub, documentHub, startTestBucket, type TestBucket, uploader } from '../support/document-hub.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let bucket: TestBucket;
let hub: DocumentHub;
let submissionId: string;
beforeAll(async () => {
  [test, bucket] = await Promise.all([startTestTable(), startTestBucket()]);
  submissionId = (await lifecycle(test.documents).submit()).submission_id;
});
beforeEach(async () => {
  await bucket.clear();
  hub = documentHub(test, bucket);
});
afterAll(async () => {
  await Promise.all([test?.stop(), bucket?.stop()]);
});

const note: TestFile = { name: 'note.txt', type: 'text/plain', bytes: text };
const table: TestFile = { name: 'table.csv', type: 'text/csv', bytes: csv };
const uploaded = (id: string, version = 1) => `uploads/${id}/${version}`;
const verified = (id: string, version = 1) => `documents/${id}/${version}`;

async function declared(file: TestFile = note): Promise<string> {
  return (await hub.declare(submissionId, file)).document.document_id;
}

async function available(file: TestFile = note): Promise<string> {
  const id = await declared(file);
  await hub.upload(id, 1, file);
  expect((await hub.complete(id)).status).toBe('available');
  return id;
}

describe('a declaration', () => {
  it('says what was declared and how to upload it, and is pending', async () => {
    const { document, upload } = await hub.declare(submissionId, note);

    expect(document).toMatchObject({
      submission_id: submissionId,
      request_number: submissionId.replace('SUB', 'SR'),
      status: 'pending',
      version: 1,
      file_name: 'note.txt',
      uploaded_by: 'Uma',
      verified_at: null,
    });
    expect(document).not.toHaveProperty('owner_id');
    expect(upload.url).toContain(`https://documents.example/uploads/${document.document_id}/1?`);
    expect(upload.headers).toEqual({ 'content-type': 'text/plain', 'x-amz-checksum-sha256': expect.any(String) });
    expect(Date.parse(upload.expires_at) - Date.now()).toBeGreaterThan(14 * 60_000);
  });

  it('made again with its key gives the same document, and with another payload nothing', async () => {
    const key = `key-${hub.newUlid()}`;
    const first = await hub.declare(submissionId, note, key, 'payload');
    const again = await hub.declare(submissionId, note, key, 'payload');

    expect(again.document).toEqual(first.document);
    await expect(hub.declare(submissionId, note, key, 'other')).rejects.toMatchObject({
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    const { items } = await hub.documents.ofSubmission(submissionId, 100);
    expect(items.filter(({ document }) => document.document_id === first.document.document_id)).toHaveLength(1);
  });

  it('made again with its key gets the same link, which ends when it would have ended', async () => {
    const key = `key-${hub.newUlid()}`;
    const first = await hub.declare(submissionId, note, key);

    hub.later(10 * 60_000);
    const again = await hub.declare(submissionId, note, key);

    expect(again.upload).toEqual(first.upload);
  });

  it('whose answer the client lost, and which it sends again without a key, is made once', async () => {
    const { document } = await hub.declare(submissionId, note);
    const version = { ...(await hub.read(document.document_id)).versions[0] } as DocumentVersion;
    const same = { documentId: document.document_id, submissionId, version, ownerId: uploader.subject };

    await expect(hub.documents.declare(same, undefined)).resolves.toEqual({ kind: 'declared' });
  });

  it.each([
    ['no submission', undefined, 'SUBMISSION.NOT_FOUND'],
    ['a withdrawn one', { submission_status: 'withdrawn', erased_at: null }, 'SUBMISSION.WITHDRAWN'],
    ['an erased one', { submission_status: 'received', erased_at: '2026-01-31T00:00:00.000Z' }, 'SUBMISSION.ERASED'],
  ])('for %s writes nothing', async (_what, state, code) => {
    const id = `SUB-${hub.newUlid()}`;
    if (state !== undefined) await putRaw({ ...submissionKey(id), entity: 'submission', ...state });
    const before = (await test.items()).length;

    await expect(hub.declare(id, note)).rejects.toMatchObject({ code });

    expect((await test.items()).length).toBe(before);
  });

  it('of a new version is refused as well once its submission was withdrawn', async () => {
    const id = `SUB-${hub.newUlid()}`;
    await putRaw({ ...submissionKey(id), entity: 'submission', submission_status: 'received' });
    const { document } = await hub.declare(id, note);
    await putRaw({ ...submissionKey(id), entity: 'submission', submission_status: 'withdrawn' });

    await expect(hub.declareVersion(document.document_id, note)).rejects.toMatchObject({
      code: 'SUBMISSION.WITHDRAWN',
    });

    expect((await hub.documents.withVersions(document.document_id))?.versions).toHaveLength(1);
  });

  it('is taken for a submission from before there were erasures', async () => {
    const id = `SUB-${hub.newUlid()}`;
    await putRaw({ ...submissionKey(id), entity: 'submission', submission_status: 'received' });

    expect((await hub.declare(id, note)).document.status).toBe('pending');
  });

  it.each([
    ['a byte too large', { ...note, bytes: Buffer.alloc(1024 * 1024 + 1, 'x') }, 'DOCUMENT.TOO_LARGE'],
    ['a path for a name', { ...note, name: '../x.txt' }, 'REQUEST.INVALID'],
    ['a name that reads backwards', { ...note, name: 'x\u202Etxt.exe.txt' }, 'REQUEST.INVALID'],
    ['another extension', { ...note, name: 'x.html' }, 'REQUEST.INVALID'],
  ])('of %s is refused before anything is written', async (_what, file, code) => {
    const before = hub.faults.calls.length;

    await expect(hub.declare(submissionId, file)).rejects.toMatchObject({ code });

    expect(hub.faults.calls.length).toBe(before);
  });
});

const putRaw = async (item: Record<string, unknown>): Promise<void> => {
  await lifecycle(test.documents).table.put(item);
};

describe('verification', () => {
  it.each(goodFiles.map((file) => [file.type, file] as const))('makes %s available', async (_type, file) => {
    const id = await available(file);

    expect(await bucket.read(verified(id))).toEqual(file.bytes);
    expect(await bucket.keys()).toEqual([verified(id)]);
    expect((await hub.read(id)).versions).toMatchObject([{ status: 'available', rejection: null }]);
  });

  it.each([
    ['more bytes', Buffer.concat([text, text]), 'SIZE_DIFFERS'],
    ['a byte less', text.subarray(1), 'SIZE_DIFFERS'],
    ['nothing', Buffer.alloc(0), 'SIZE_DIFFERS'],
    ['other bytes', Buffer.from(text.toString().replace('jammed', 'melted')), 'CHECKSUM_DIFFERS'],
  ])('rejects %s than were declared', async (_what, bytes, code) => {
    const id = await declared();
    await hub.upload(id, 1, { ...note, bytes });

    const document = await hub.complete(id);

    expect(document).toMatchObject({ status: 'rejected', rejection: { code }, verified_at: expect.any(String) });
    expect(await bucket.keys()).toEqual([]);
    await expect(hub.link(id)).rejects.toMatchObject({ code: 'DOCUMENT.NOT_AVAILABLE' });
  });

  it.each([
    ['HTML in a picture’s clothes', { name: 'x.png', type: 'image/png', bytes: html }, 'TYPE_DIFFERS'],
    ['HTML as text', { name: 'x.txt', type: 'text/plain', bytes: html }, 'TYPE_DIFFERS'],
    ['the test file of scanners', { name: 'x.txt', type: 'text/plain', bytes: eicar }, 'MALWARE_FOUND'],
    [
      'the same inside a picture',
      { name: 'x.png', type: 'image/png', bytes: Buffer.concat([png, eicar]) },
      'MALWARE_FOUND',
    ],
    ['no text', { name: 'x.csv', type: 'text/csv', bytes: Buffer.from([0x61, 0x00]) }, 'NOT_TEXT'],
  ] as const)('rejects %s that was declared truly', async (_what, file, code) => {
    const id = await declared(file);
    await hub.upload(id, 1, file);

    expect(await hub.complete(id)).toMatchObject({ status: 'rejected', rejection: { code } });
    expect(await bucket.keys()).toEqual([]);
  });

  it('says so when nothing was uploaded, and leaves the document pending', async () => {
    const id = await declared();

    await expect(hub.complete(id)).rejects.toMatchObject({ kind: 'conflict', code: 'DOCUMENT.NOT_UPLOADED' });
    expect((await hub.read(id)).status).toBe('pending');
  });

  it('is not reached by what is uploaded after it', async () => {
    const id = await available();
    await hub.upload(id, 1, { ...note, bytes: html });

    expect((await hub.complete(id)).status).toBe('available');
    expect(await bucket.read(verified(id))).toEqual(text);
  });

  it('at the same time by several ends once, with the verified bytes', async () => {
    const id = await declared();
    await hub.upload(id, 1, note);
    const hubs = Array.from({ length: 4 }, () => documentHub(test, bucket));

    await Promise.allSettled([...hubs.map((one) => one.complete(id)), hub.sweep()]);

    expect((await hub.complete(id)).status).toBe('available');
    expect(await bucket.read(verified(id))).toEqual(text);
  });

  it('answers with what another call has settled in the meantime', async () => {
    const id = await declared();
    await hub.upload(id, 1, note);
    const slow = documentHub(test, bucket);
    const { head } = slow.objects;
    slow.objects.head = async (key, count) => {
      await hub.complete(id);
      return head(key, count);
    };

    await expect(slow.complete(id)).resolves.toMatchObject({ status: 'available' });
  });

  it('waits for a scanner of the bucket, and believes it', async () => {
    const verdicts: ('clean' | 'infected' | undefined)[] = [undefined, 'infected'];
    const scanned = documentHub(test, bucket, { scannerMark: async () => verdicts.shift() });
    const id = await declared();
    await scanned.upload(id, 1, note);

    expect((await scanned.complete(id)).status).toBe('pending');
    expect(await bucket.keys()).toEqual([uploaded(id)]);
    expect(await scanned.complete(id)).toMatchObject({ status: 'rejected', rejection: { code: 'MALWARE_FOUND' } });
  });
});

describe('versions', () => {
  it('are verified one by one; an older one stays to be had', async () => {
    const id = await available();
    await hub.declareVersion(id, table);
    expect(await hub.read(id)).toMatchObject({ status: 'pending', version: 2, file_name: 'table.csv' });
    expect((await hub.link(id)).url).toContain(verified(id));
    await expect(hub.link(id, 2)).rejects.toMatchObject({
      details: { current_status: 'pending', available_versions: [1] },
    });
    await hub.upload(id, 2, { ...table, bytes: html });

    await hub.complete(id);

    const { versions } = await hub.read(id);
    expect(versions.map(({ version, status }) => [version, status])).toEqual([
      [1, 'available'],
      [2, 'rejected'],
    ]);
  });

  it('settle one by one even when a newer one is there already', async () => {
    const id = await declared();
    await hub.upload(id, 1, note);
    await hub.declareVersion(id, table);
    hub.later(120_000);

    const result = await hub.sweep();

    expect(result).toMatchObject({ available: 1, rejected: 0, failed: 0 });
    const document = await hub.read(id);
    expect(document).toMatchObject({ status: 'pending', version: 2 });
    expect(document.versions[0]).toMatchObject({ status: 'available' });
  });

  it('declared at once are two, or one of the declarers is told', async () => {
    const id = await available();

    const outcomes = await Promise.allSettled([hub.declareVersion(id, table), hub.declareVersion(id, note)]);

    const told = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of told) expect(reason).toMatchObject({ code: 'DOCUMENT.CHANGED' });
    expect((await hub.read(id)).versions).toHaveLength(3 - told.length);
  });

  it('are 50 at most, of which the last one is given again to whoever repeats it with its key', async () => {
    const id = await declared();
    const key = `key-${hub.newUlid()}`;
    for (let version = 2; version < 50; version += 1) await hub.declareVersion(id, note);
    const last = await hub.declareVersion(id, note, key);

    expect(last.document.version).toBe(50);
    await expect(hub.declareVersion(id, note, key)).resolves.toEqual(last);
    await expect(hub.declareVersion(id, note)).rejects.toMatchObject({ code: 'DOCUMENT.TOO_MANY_VERSIONS' });
  });

  it('repeated with their key are one', async () => {
    const id = await available();
    const key = `key-${hub.newUlid()}`;

    await hub.declareVersion(id, table, key);
    const again = await hub.declareVersion(id, table, key);

    expect(again.upload.url).toContain(uploaded(id, 2));
    expect((await hub.read(id)).versions).toHaveLength(2);
  });
});

describe('a deletion', () => {
  it('keeps what is known, removes every byte, and can be repeated', async () => {
    const id = await available();
    await hub.declareVersion(id, table);
    await hub.upload(id, 2, table);

    const deleted = await hub.delete(id);

    expect(deleted).toMatchObject({ status: 'deleted', deleted_by: 'Uma', delete_reason: 'not needed' });
    expect(await bucket.keys()).toEqual([]);
    expect(await hub.delete(id)).toEqual(deleted);
    await expect(hub.link(id)).rejects.toMatchObject({ kind: 'gone' });
    await expect(hub.complete(id)).rejects.toMatchObject({ kind: 'gone' });
    await expect(hub.declareVersion(id, note)).rejects.toMatchObject({ kind: 'gone' });
    expect((await hub.read(id)).versions.map(({ status }) => status)).toEqual(['deleted', 'deleted']);
    expect((await test.items()).filter((item) => item['pk'] === `DOC#${id}` && 'pending_pk' in item)).toHaveLength(1);
    hub.later(120_000);
    await hub.sweep();
    expect((await test.items()).filter((item) => item['pk'] === `DOC#${id}` && 'pending_pk' in item)).toEqual([]);
  });

  it('of what somebody else uploaded takes more', async () => {
    const id = await available();
    const other = { name: 'Otto', subject: 'person-otto' };

    await expect(hub.delete(id, other)).rejects.toMatchObject({ code: 'AUTH.NOT_OWNER' });
    // A shared name makes nobody the owner.
    await expect(hub.delete(id, { ...other, name: uploader.name })).rejects.toMatchObject({ code: 'AUTH.NOT_OWNER' });
    expect((await hub.delete(id, other, 'approver')).deleted_by).toBe('Otto');
  });

  it('wins against a verification that is under way', async () => {
    const id = await declared();
    await hub.upload(id, 1, note);
    const slow = documentHub(test, bucket, {
      scan: async () => {
        await hub.delete(id);
        return { kind: 'clean' };
      },
    });

    await expect(slow.complete(id)).rejects.toMatchObject({ kind: 'gone' });

    expect((await hub.read(id)).status).toBe('deleted');
    expect(await bucket.keys()).toEqual([]);
  });
});

describe('an erasure', () => {
  it('that comes while the bytes of a deletion are removed has them removed for good', async () => {
    const { submission_id: of } = await lifecycle(test.documents).submit();
    const id = (await hub.declare(of, note)).document.document_id;
    await hub.upload(id, 1, note);
    await hub.complete(id);
    const deleting = documentHub(test, bucket);
    const { remove } = deleting.objects;
    deleting.objects.remove = async (key) => {
      await hub.erase(of);
      return remove(key);
    };
    await deleting.delete(id);
    const goneForGood: string[] = [];
    const { removeForGood } = hub.objects;
    hub.objects.removeForGood = async (key) => {
      goneForGood.push(key);
      return removeForGood(key);
    };

    hub.later(120_000);
    await hub.sweep();

    expect(goneForGood).toContain(verified(id));
  });

  it('takes names, reasons and bytes of every document, and can be repeated', async () => {
    const { submission_id: of } = await lifecycle(test.documents).submit();
    const named: TestFile = { ...note, name: 'Jane Canary.txt' };
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const id = (await hub.declare(of, named)).document.document_id;
      await hub.upload(id, 1, named);
      ids.push(id);
    }
    const [first = '', second = ''] = ids;
    await hub.complete(first);
    await hub.declareVersion(first, named);
    await hub.delete(second);

    expect(await hub.erase(of)).toBe(3);
    expect(await hub.erase(of)).toBe(3);

    expect(
      JSON.stringify((await test.items()).filter((item) => ids.some((id) => item['pk'] === `DOC#${id}`))),
    ).not.toMatch(/Canary|not needed/);
    hub.later(120_000);
    expect(await hub.sweep()).toMatchObject({ failed: 0 });
    expect(await bucket.keys()).toEqual([]);
    expect(await hub.read(first)).toMatchObject({ status: 'deleted', file_name: 'erased.txt', deleted_by: 'erasure' });
  });
});
