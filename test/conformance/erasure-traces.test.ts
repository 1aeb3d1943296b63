// The whole life of a requester's submissions, with marks in everything that people write: what is declared to name the
// requester is where the marks are, and an erasure leaves them only where the declaration says why.
import { encodeTime } from 'ulid';
import { afterAll, expect, it } from 'vitest';
import { deleteDocument } from '../../functions/documents/delete-document.ts';
import { eraseRequester } from '../../functions/erasure/erase-requester.ts';
import { withdrawSubmission } from '../../functions/intake/withdraw-submission.ts';
import { changeCaseStatus } from '../../functions/operations/change-case-status.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { erasureStore } from '../../shared/table/erasure/erasure-store.ts';
import { personalData } from '../../shared/table/erasure/personal-data.ts';
import { requesterDataStore } from '../../shared/table/erasure/requester-data-store.ts';
import { caseWork } from '../support/case-work.ts';
import type { TestFile } from '../support/document-files.ts';
import { documentHub, startTestBucket, uploader } from '../support/document-hub.ts';
import { sampleTraceparent } from '../support/lifecycle.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';
import { sampleBody } from '../support/sample-body.ts';
import { submissions, submitter } from '../support/submissions.ts';

const { test, hub } = await startLifecycle();
const bucket = await startTestBucket();
afterAll(() => bucket.stop());

const intake = submissions(test.documents);
const cases = caseWork(test.documents);
const documents = documentHub(test, bucket);
const now = () => new Date();
const newUlid = ulidSource();
const staff = { name: 'Test', subject: 'person-test' };

const email = 'zelda@quillfeather.test';
/** Names the requester in every form: name, address, telephone. */
const marked = `Zelda Quillfeather, ${email}, +49 151 5550199`;
const mark = /quillfeather|5550199/i;
const body = {
  ...sampleBody,
  requester_name: 'Zelda Quillfeather',
  requester_email: email,
  request_description: marked,
};
const file: TestFile = { name: 'Quillfeather 5550199.txt', type: 'text/plain', bytes: Buffer.from('a contract') };

type Item = Readonly<Record<string, unknown>>;
const entityOf = (item: Item): string => String(item['entity']);
const project = async () =>
  hub.project((await test.items()).filter((item) => !['counter', 'activity', 'record'].includes(entityOf(item))));

/** `entity.field` of everything that holds a mark. */
async function traces(): Promise<readonly string[]> {
  const found = (await test.items()).flatMap((item) =>
    Object.entries(item).flatMap(([field, value]) =>
      mark.test(JSON.stringify(value)) ? [`${entityOf(item)}.${field}`] : [],
    ),
  );
  return [...new Set(found)].sort();
}

const deliverAll = async (subject: string) => {
  for (const message of await hub.owed(subject)) await hub.deliver(message);
};

const setStatus = (caseId: string, newStatus: 'in_progress' | 'completed') =>
  changeCaseStatus(
    {
      caseId,
      newStatus,
      reason: marked,
      changedBy: staff,
      traceparent: sampleTraceparent,
      ifMatch: undefined,
      idempotencyKeyHash: undefined,
      payloadFingerprint: undefined,
    },
    { cases: cases.cases, now, newUlid },
  );

async function liveThrough(): Promise<void> {
  const { submission_id } = await hub.submit('key-of-submission', body, 'fingerprint');
  await intake.edit(submission_id, { requester_name: 'Zelda N. Quillfeather' });
  await intake.comment(submission_id, marked, { key: 'key-of-comment', fingerprint: 'fingerprint' });
  for (const isDeleted of [false, true]) {
    const { document_id } = (await documents.declare(submission_id, file)).document;
    await documents.upload(document_id, 1, file);
    await documents.complete(document_id);
    await documents.declareVersion(document_id, file);
    if (!isDeleted) continue;
    await deleteDocument({ documentId: document_id, reason: marked, by: { ...uploader, role: 'operator' } }, documents);
  }
  await deliverAll(submission_id);
  const caseId = submission_id.replace('SUB-', 'CASE-');
  await cases.comment(caseId, marked);
  await cases.change(caseId, { priority: 'urgent' });
  await setStatus(caseId, 'in_progress');
  await setStatus(caseId, 'completed');
  await deliverAll(caseId);
  await cases.reopen(caseId);

  const withdrawn = await hub.submit(undefined, body);
  await withdrawSubmission(
    {
      submissionId: withdrawn.submission_id,
      reason: marked,
      changedBy: submitter,
      ifMatch: undefined,
      idempotencyKeyHash: undefined,
      payloadFingerprint: undefined,
      traceparent: sampleTraceparent,
    },
    { changes: intake.changes, now, workerVersion: 'test' },
  );
  await hub.park(`no message at all: ${marked}`);
  await project();
}

const fieldsThat = (what: 'erased' | 'kept'): readonly string[] =>
  Object.entries(personalData)
    .flatMap(([entity, held]) => {
      if (held === 'none') return [];
      const fields = what === 'erased' ? held.erased : Object.keys(held.kept ?? {});
      return fields.map((field) => `${entity}.${field}`);
    })
    .sort();

it('an erasure leaves nothing of a requester but what is declared to stay, and every field is declared', async () => {
  await liveThrough();
  const before = await traces();

  const table = hub.table;
  const erasure = await eraseRequester(
    { requesterEmail: email, reason: 'asked for by telephone', requestedBy: staff },
    {
      erasures: erasureStore(table),
      requesterData: requesterDataStore(table, 4),
      now,
      newUlid,
      pause: async () => undefined,
      eventIdAt: (ms) => `EVT-${encodeTime(ms)}`,
    },
  );
  await project();

  // The first, the one that reopened it, and the one that was withdrawn.
  expect(erasure).toMatchObject({ status: 'completed', submissions_erased: 3, documents_erased: 2 });
  const [erased, kept] = [fieldsThat('erased'), fieldsThat('kept')];
  expect(before.filter((trace) => !erased.includes(trace) && !kept.includes(trace))).toEqual([]);
  expect(erased.filter((field) => !before.includes(field))).toEqual([]);
  expect((await traces()).filter((trace) => !kept.includes(trace))).toEqual([]);
});
