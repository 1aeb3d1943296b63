// Every call to table and bucket that a document's way makes, gone wrong in every way; then the client tries again, the
// sweep runs, and nothing may be lost, doubled, left over or readable that was not verified.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Document } from '../../shared/contracts/document.ts';
import { html, type TestFile, text } from '../support/document-files.ts';
import { type DocumentHub, documentHub, startTestBucket, type TestBucket } from '../support/document-hub.ts';
import { type FaultMode, faultModes } from '../support/faults.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let bucket: TestBucket;
beforeAll(async () => {
  [test, bucket] = await Promise.all([startTestTable(), startTestBucket()]);
});
afterAll(async () => {
  await Promise.all([test?.stop(), bucket?.stop()]);
});

const note: TestFile = { name: 'note.txt', type: 'text/plain', bytes: text };
const minuteMs = 60_000;

interface Way {
  /** What has to be there before; without faults. */
  readonly prepare?: (hub: DocumentHub, submissionId: string) => Promise<string>;
  /** What is tried, from the start, until it goes well: each step may be repeated. */
  readonly go: (hub: DocumentHub, submissionId: string, documentId: string) => Promise<unknown>;
  readonly ends: Pick<Document, 'status'>;
  /** Whether its verified bytes are there in the end. */
  readonly readable: boolean;
}

const declareAndUpload = async (hub: DocumentHub, submissionId: string): Promise<string> => {
  const { document } = await hub.declare(submissionId, note);
  await hub.upload(document.document_id, 1, note);
  return document.document_id;
};

const declareAndComplete = async (hub: DocumentHub, submissionId: string): Promise<string> => {
  const id = await declareAndUpload(hub, submissionId);
  await hub.complete(id);
  return id;
};

const ways: Readonly<Record<string, Way>> = {
  'declared, uploaded and completed': {
    go: async (hub, submissionId) => {
      const { document } = await hub.declare(submissionId, note, `key-${submissionId}`);
      await hub.upload(document.document_id, 1, note);
      await hub.complete(document.document_id);
    },
    ends: { status: 'available' },
    readable: true,
  },
  'completed with other bytes than declared': {
    prepare: async (hub, submissionId) => {
      const { document } = await hub.declare(submissionId, note);
      await hub.upload(document.document_id, 1, { ...note, bytes: html });
      return document.document_id;
    },
    go: (hub, _, documentId) => hub.complete(documentId),
    ends: { status: 'rejected' },
    readable: false,
  },
  'uploaded and left to the sweep': {
    prepare: declareAndUpload,
    go: async (hub) => {
      hub.later(2 * minuteMs);
      await hub.sweep();
    },
    ends: { status: 'available' },
    readable: true,
  },
  'never uploaded': {
    prepare: async (hub, submissionId) => (await hub.declare(submissionId, note)).document.document_id,
    go: async (hub) => {
      hub.later(25 * minuteMs);
      await hub.sweep();
    },
    ends: { status: 'rejected' },
    readable: false,
  },
  deleted: {
    prepare: declareAndComplete,
    go: (hub, _, documentId) => hub.delete(documentId),
    ends: { status: 'deleted' },
    readable: false,
  },
  'erased with its submission': {
    prepare: declareAndComplete,
    go: (hub, submissionId) => hub.erase(submissionId),
    ends: { status: 'deleted' },
    readable: false,
  },
};

/** Goes a way with a fault at call `n`, puts things right as people and schedules do, and says what is wrong then. */
async function wrongsOf(way: Way, n: number, mode: FaultMode): Promise<readonly string[]> {
  await bucket.clear();
  const hub = documentHub(test, bucket);
  const { submission_id } = await lifecycle(test.documents).submit();
  const prepared = (await way.prepare?.(hub, submission_id)) ?? '';
  hub.faults.arm(n, mode);
  await way.go(hub, submission_id, prepared).catch(() => undefined);
  hub.faults.disarm();
  await way.go(hub, submission_id, prepared);
  for (const ms of [3 * minuteMs, 30 * minuteMs, 120 * minuteMs]) {
    hub.later(ms);
    await hub.sweep();
  }
  return judge(way, hub, submission_id);
}

async function judge(way: Way, hub: DocumentHub, submissionId: string): Promise<readonly string[]> {
  const { items } = await hub.documents.ofSubmission(submissionId, 10);
  const [only] = items;
  if (only === undefined || items.length > 1) return [`there are ${items.length} documents`];
  const { document_id: id, status } = only.document;
  const keys = await bucket.keys();
  const wanted = way.readable ? [`documents/${id}/1`] : [];
  const read = way.readable ? await bucket.read(`documents/${id}/1`) : text;
  const owed = (await test.items()).filter((item) => item['pk'] === `DOC#${id}` && 'pending_pk' in item);
  return [
    ...(status === way.ends.status ? [] : [`it is ${status}, not ${way.ends.status}`]),
    ...(JSON.stringify(keys) === JSON.stringify(wanted) ? [] : [`the bucket holds ${keys.join(', ') || 'nothing'}`]),
    ...(read?.equals(text) === true ? [] : ['its bytes are not the verified ones']),
    ...(owed.length === 0 ? [] : [`${owed.length} pieces of work are still owed`]),
  ];
}

async function callsOf(way: Way): Promise<number> {
  await bucket.clear();
  const hub = documentHub(test, bucket);
  const { submission_id } = await lifecycle(test.documents).submit();
  const prepared = (await way.prepare?.(hub, submission_id)) ?? '';
  const before = hub.faults.calls.length;
  await way.go(hub, submission_id, prepared);
  return hub.faults.calls.length - before;
}

describe.each(Object.entries(ways))('a document that is %s', (name, way) => {
  it.each(faultModes)('ends as it should, whichever call is struck by %s', async (mode) => {
    const calls = await callsOf(way);
    const wrongs: string[] = [];

    for (let n = 1; n <= calls; n += 1) {
      for (const wrong of await wrongsOf(way, n, mode)) wrongs.push(`call ${n} of ${calls}: ${wrong}`);
    }

    expect(wrongs).toEqual([]);
    expect(calls).toBeGreaterThan(0);
    process.stdout.write(`${name}, ${mode}: ${calls} of ${calls} points\n`);
  });
});
