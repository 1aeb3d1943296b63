// The sweep of documents: what nobody completed, what was never uploaded, what was deleted and what no document has. The
// clock is the test's; the bucket's own times are now, so that what is later is old to the sweep.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scannerMarkBy } from '../../functions/documents/compose.ts';
import { type TestFile, text } from '../support/document-files.ts';
import { type DocumentHub, documentHub, startTestBucket, type TestBucket } from '../support/document-hub.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let bucket: TestBucket;
let hub: DocumentHub;
let submissionId: string;
beforeAll(async () => {
  bucket = await startTestBucket();
});
// A table of its own for each test: the sweep sees to all that there is.
beforeEach(async () => {
  test = await startTestTable();
  await bucket.clear();
  hub = documentHub(test, bucket);
  submissionId = (await lifecycle(test.documents).submit()).submission_id;
  return () => test.stop();
});
afterAll(() => bucket?.stop());

const note: TestFile = { name: 'note.txt', type: 'text/plain', bytes: text };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nothing = { available: 0, rejected: 0, waiting: 0, removed: 0, orphans: 0, failed: 0 };

const declared = async (): Promise<string> => (await hub.declare(submissionId, note)).document.document_id;

async function uploaded(): Promise<string> {
  const id = await declared();
  await hub.upload(id, 1, note);
  return id;
}

/** A clock of what is left of a run, of which each look takes a second. */
function secondsOf(totalMs: number): () => number {
  let remaining = totalMs;
  return () => {
    remaining -= 1000;
    return remaining;
  };
}

describe('the sweep', () => {
  it('verifies what was uploaded and never completed, once its uploader has had a minute', async () => {
    const id = await uploaded();

    expect(await hub.sweep()).toEqual(nothing);
    hub.later(2 * minuteMs);
    expect(await hub.sweep()).toEqual({ ...nothing, available: 1 });
    expect(await hub.sweep()).toEqual(nothing);

    expect((await hub.read(id)).status).toBe('available');
    expect(await bucket.keys()).toEqual([`documents/${id}/1`]);
  });

  it('rejects what was never uploaded, but not before its link and an upload under way have ended', async () => {
    const id = await declared();

    hub.later(16 * minuteMs);
    expect(await hub.sweep()).toEqual({ ...nothing, waiting: 1 });
    await hub.upload(id, 1, note);
    const late = await declared();
    hub.later(6 * minuteMs);
    expect(await hub.sweep()).toEqual({ ...nothing, available: 1, waiting: 1 });
    hub.later(15 * minuteMs);
    expect(await hub.sweep()).toEqual({ ...nothing, rejected: 1 });

    expect((await hub.read(id)).status).toBe('available');
    expect((await hub.read(late)).rejection).toMatchObject({ code: 'NEVER_UPLOADED' });
    await expect(hub.complete(late)).resolves.toMatchObject({ status: 'rejected' });
  });

  it('removes uploads that came after the verification, or that nobody declared, when they are an hour old', async () => {
    const id = await uploaded();
    await hub.complete(id);
    await hub.upload(id, 1, note);
    await bucket.put('uploads/DOC-01JD0000000000000000000000/1', text, 'text/plain');
    await bucket.put('uploads/strange', text, 'text/plain');
    const pending = await uploaded();

    expect(await hub.sweep()).toEqual(nothing);
    hub.later(2 * hourMs);
    expect(await hub.sweep()).toMatchObject({ available: 1, orphans: 3, failed: 0 });

    expect([...(await bucket.keys())].sort()).toEqual([`documents/${id}/1`, `documents/${pending}/1`].sort());
  });

  it('removes verified objects that no document has, and walks over all in rounds', async () => {
    const id = await uploaded();
    await hub.complete(id);
    await bucket.put('documents/DOC-01JD0000000000000000000000/1', text, 'text/plain');
    await bucket.put(`documents/${id}/2`, text, 'text/plain');

    hub.later(2 * hourMs);
    expect(await hub.sweep()).toEqual({ ...nothing, orphans: 2 });
    expect(await bucket.keys()).toEqual([`documents/${id}/1`]);

    await bucket.put(`documents/${id}/3`, text, 'text/plain');
    hub.later(hourMs);
    expect(await hub.sweep()).toEqual(nothing);
    hub.later(6 * hourMs);
    expect(await hub.sweep()).toEqual({ ...nothing, orphans: 1 });
  });

  it('leaves the object of a verifier that died before it could say so, and settles the version', async () => {
    const id = await uploaded();
    await bucket.put(`documents/${id}/1`, text, 'text/plain');

    hub.later(2 * hourMs);
    expect(await hub.sweep()).toEqual({ ...nothing, available: 1 });

    expect(await bucket.keys()).toEqual([`documents/${id}/1`]);
  });

  it('sees to the others when one fails, and says that it failed', async () => {
    const ids = [await uploaded(), await uploaded(), await uploaded()];
    hub.later(2 * minuteMs);
    const { head } = hub.objects;
    hub.objects.head = async (key, count) => {
      if (key.includes(ids[1] ?? '')) throw new Error('unreachable');
      return head(key, count);
    };

    await expect(hub.sweep()).rejects.toMatchObject({
      kind: 'transient',
      code: 'DOCUMENTS.SWEEP_INCOMPLETE',
      details: { available: 2, failed: 1 },
    });

    hub.objects.head = head;
    expect(await hub.sweep()).toEqual({ ...nothing, available: 1 });
  });

  it('removes the other objects when one cannot be, and that one with the next run', async () => {
    const keys = ['uploads/a/1', 'uploads/b/1', 'documents/c/1'];
    for (const key of keys) await bucket.put(key, text, 'text/plain');
    hub.later(2 * hourMs);
    const { remove } = hub.objects;
    hub.objects.remove = async (key) => {
      if (key === keys[0]) throw new Error('unreachable');
      return remove(key);
    };

    await expect(hub.sweep()).rejects.toMatchObject({ details: { orphans: 2, failed: 1 } });

    hub.objects.remove = remove;
    expect(await hub.sweep()).toEqual({ ...nothing, orphans: 1 });
  });

  it('stops removing objects when its time is over, and goes on from there', async () => {
    for (let index = 0; index < 9; index += 1) await bucket.put(`documents/c${index}/1`, text, 'text/plain');
    hub.later(2 * hourMs);

    const first = await hub.sweep(secondsOf(20_000));
    const second = await hub.sweep();

    expect(first.orphans).toBeGreaterThan(0);
    expect(first.orphans).toBeLessThan(9);
    expect(first.orphans + second.orphans).toBe(9);
  });

  it('ends in time and goes on with the next run', async () => {
    for (let index = 0; index < 9; index += 1) await uploaded();
    hub.later(2 * minuteMs);

    // Four looks before the reserve of 12 s: three of the four shards may be empty, and one look is taken after each.
    const first = await hub.sweep(secondsOf(17_000));
    const second = await hub.sweep();

    expect(first.available).toBeGreaterThan(0);
    expect(first.available).toBeLessThan(9);
    expect(first.available + second.available).toBe(9);
  });

  it('waits as long as the scanner of the bucket says nothing final', async () => {
    const slow = documentHub(test, bucket, { scannerMark: async () => undefined });
    const id = await uploaded();
    slow.later(23 * hourMs);

    expect(await slow.sweep()).toEqual({ ...nothing, waiting: 1 });

    expect((await hub.read(id)).status).toBe('pending');
    expect(await bucket.keys()).toEqual([`uploads/${id}/1`]);
  });
});

describe('the mark of a scanner', () => {
  it.each([
    ['NO_THREATS_FOUND', 'clean'],
    ['THREATS_FOUND', 'infected'],
    ['UNSUPPORTED', undefined],
    ['ACCESS_DENIED', undefined],
    ['FAILED', undefined],
    [undefined, undefined],
  ] as const)('%s means %s', async (tag, verdict) => {
    const asked: unknown[] = [];
    const tagOf = async (...args: readonly unknown[]) => {
      asked.push(args);
      return tag;
    };
    const mark = scannerMarkBy({ tag: tagOf }, 'Status');

    expect(await mark('uploads/x', 'v1')).toBe(verdict);
    expect(asked).toEqual([['uploads/x', 'Status', 'v1']]);
  });

  it('is not asked for where there is no scanner', async () => {
    const mark = scannerMarkBy({ tag: async () => Promise.reject(new Error('asked')) }, undefined);

    expect(await mark('uploads/x', undefined)).toBe('clean');
  });
});
