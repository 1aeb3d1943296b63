// Erasure of a requester's data: found wherever it is, gone from the table, resumable at any call, and nothing else lost.
import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { eraseRequester } from '../../functions/erasure/erase-requester.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { erasedText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { documentKey, documentOfKey } from '../../shared/table/documents/keys.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { erasureStore } from '../../shared/table/erasure/erasure-store.ts';
import { type RequesterDataStore, requesterDataStore } from '../../shared/table/erasure/requester-data-store.ts';
import { withFaults } from '../support/faults.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';
import { sampleBody } from '../support/sample-body.ts';
import { submissions } from '../support/submissions.ts';
import { testTableName } from '../support/table.ts';

const { test, hub } = await startLifecycle();
const intake = submissions(test.documents);

const admin = { name: 'Admin', subject: 'person-admin' };
const newUlid = ulidSource();

function eraser(
  documents = test.documents,
  now = () => new Date(),
  requesterData?: RequesterDataStore,
  pause: (ms: number) => Promise<void> = async () => undefined,
) {
  const table = hubTable(documents, testTableName);
  const erasures = erasureStore(table);
  const deps = {
    erasures,
    requesterData: requesterData ?? requesterDataStore(table, 4),
    now,
    newUlid,
    pause,
    eventIdAt: (ms: number) => `EVT-${encodeTime(ms)}`,
  };
  return {
    erasures,
    erase: (requesterEmail: string, reason = 'asked for by the requester') =>
      eraseRequester({ requesterEmail, reason, requestedBy: admin }, deps),
  };
}

const bodyOf = (email: string) => ({
  ...sampleBody,
  requester_email: email,
  requester_name: `Name of ${email}`,
  request_description: `call ${email}`,
});
const submit = (email: string) => hub.submit(undefined, bodyOf(email));
const project = async (): Promise<void> => {
  await hub.project((await test.items()).filter((item) => !['counter', 'record'].includes(String(item['entity']))));
};
const textOf = async (): Promise<string> => JSON.stringify(await test.items());

describe('an erasure', () => {
  it("leaves nothing of the requester's and everything else as it was", async () => {
    const email = 'ada.lovelace@example.test';
    const { submission_id, correlation_id, request_number } = await submit('Ada.Lovelace@example.test');
    const other = await submit('somebody.else@example.test');
    await intake.comment(submission_id, `phone ${email} back`);
    const [message = ''] = await hub.owed(submission_id);
    await hub.deliver(message);
    const caseId = submission_id.replace('SUB-', 'CASE-');
    await hub.changeStatus(caseId, 'in_progress');
    await hub.table.put({
      pk: `OPS#${caseId}`,
      sk: 'COMMENT#CMT-1',
      entity: 'case_comment',
      text: `spoke to ${email}`,
      created_by: 'x',
      created_by_id: 'x',
      created_at: 'x',
    });
    await hub.table.put({ ...documentOfKey(submission_id, 'DOC-1'), entity: 'document_of' });
    await hub.table.put({
      ...documentKey('DOC-1'),
      entity: 'document',
      submission_id,
      version: 1,
      status: 'available',
      file_name: `${email}.txt`,
      deleted_at: null,
      deleted_by: null,
      delete_reason: null,
    });
    await project();
    const kept = async () => [
      await hub.cases.withHistory(caseId).then((page) => page?.history),
      (await hub.events.history(correlation_id, 50)).items,
      await hub.intake.serviceRequest(request_number),
      await hub.intake.submission(other.submission_id),
    ];
    const before = await kept();

    const erasure = await eraser().erase(email);

    expect(erasure).toMatchObject({ status: 'completed', submissions_erased: 1, documents_erased: 1 });
    expect(await hub.intake.submission(submission_id)).toMatchObject({
      requester_name: erasedText,
      requester_email: erasedText,
      request_description: erasedText,
      version: 2,
      erased_at: expect.any(String),
      request_type: 'GENERAL_INQUIRY',
    });
    expect((await intake.comments.newest(submission_id, 10)).items).toMatchObject([{ text: erasedText }]);
    expect(await kept()).toEqual(before);
    await project();
    expect(await textOf()).not.toMatch(/lovelace/i);
    expect((await intake.changes.history(submission_id, 10)).items).toMatchObject([
      { kind: 'erased', changed_by_id: 'person-admin', version: 2 },
    ]);
  });

  it('finds what the read model does not show yet', async () => {
    const { submission_id } = await submit('unseen@example.test');

    expect(await eraser().erase('UNSEEN@example.test')).toMatchObject({ submissions_erased: 1 });
    expect(await hub.intake.submission(submission_id)).toMatchObject({ requester_email: erasedText });
  });

  it('takes away nothing that was edited to be of somebody else meanwhile', async () => {
    const { submission_id } = await submit('before@example.test');
    await project();
    await intake.edit(submission_id, { requester_email: 'after@example.test' });

    expect(await eraser().erase('before@example.test')).toMatchObject({ submissions_erased: 0 });
    expect(await hub.intake.submission(submission_id)).toMatchObject({ requester_email: 'after@example.test' });
  });

  it('and an edit at once end with the data erased or the erasure done again', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { submission_id } = await submit(`race-${round}@example.test`);
      await project();

      await Promise.allSettled([
        eraser().erase(`race-${round}@example.test`),
        intake.edit(submission_id, { request_description: `written by race-${round}@example.test` }),
      ]);

      expect(await hub.intake.submission(submission_id)).toMatchObject({ request_description: erasedText });
    }
  });

  it('refuses edits, comments and withdrawals of what it has erased', async () => {
    const { submission_id } = await submit('closed@example.test');
    await eraser().erase('closed@example.test');

    for (const attempt of [
      () => intake.edit(submission_id, { requester_name: 'Back Again' }),
      () => intake.comment(submission_id, 'it was closed@example.test'),
      () => intake.withdraw(submission_id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: 'conflict', code: 'SUBMISSION.ERASED' });
    }
  });

  it('keeps how far it has come when time runs out, and goes on when asked again', async () => {
    for (let index = 0; index < 3; index += 1) await submit('slow@example.test');
    await project();
    // A clock that jumps: each look at it is five seconds later, so that a call gets through a step or two.
    let ms = Date.now();
    const jumping = () => {
      ms += 5000;
      return new Date(ms);
    };
    const first = await eraser(test.documents, jumping).erase('slow@example.test');
    expect(first.status).toBe('running');

    const answers = [first];
    while (answers.at(-1)?.status === 'running' && answers.length < 30) {
      answers.push(await eraser(test.documents, jumping).erase('slow@example.test'));
    }

    expect(answers.at(-1)).toMatchObject({
      erasure_id: first.erasure_id,
      status: 'completed',
      submissions_erased: 3,
    });
    await project();
    expect(await textOf()).not.toContain('slow@example.test');
  });

  it('keeps the rest of a long page in hand, so that no step of it is as long as the page', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `SUB-${index}`);
    const erased: string[] = [];
    let ms = Date.now();
    const data: RequesterDataStore = {
      firstPosition: () => ({ place: 'events', shard: 0, after: '' }),
      find: async () => ({ submissionIds: ids, next: null }),
      erase: async (submissionId) => {
        erased.push(submissionId);
        ms += 500;
        return { erased: true, documents: 0 };
      },
    };
    const work = eraser(test.documents, () => new Date(ms), data);
    const perCall: number[] = [];
    let last: Awaited<ReturnType<typeof work.erase>>;
    do {
      const before = erased.length;
      last = await work.erase('much@example.test');
      perCall.push(erased.length - before);
    } while (last.status === 'running' && perCall.length < 10);

    expect(last).toMatchObject({ status: 'completed', submissions_erased: 60 });
    expect(erased).toEqual(ids);
    // At half a second each, 30 are longer than the 15 seconds of the function.
    expect(Math.max(...perCall)).toBeLessThan(30);
  });

  it('that crashes at any call is finished by the next one, and counts each submission once', async () => {
    for (let call = 1; call < 80; call += 1) {
      const email = `crash-${call}@example.test`;
      const { submission_id } = await submit(email);
      await intake.comment(submission_id, `write to ${email}`);
      await project();
      const faulty = test.newDocuments();
      const faults = withFaults(faulty);
      faults.arm(call, 'response-lost');
      const crashed = await eraser(faulty)
        .erase(email)
        .then(
          () => false,
          () => true,
        );
      if (!crashed) return;

      const done = await eraser().erase(email);

      expect((await hub.intake.submission(submission_id))?.requester_email).toBe(erasedText);
      expect((await intake.comments.newest(submission_id, 10)).items).toMatchObject([{ text: erasedText }]);
      const total = (await eraser().erasures.newest(100)).items
        .filter(({ requester_hash }) => requester_hash === done.requester_hash)
        .reduce((sum, { submissions_erased }) => sum + submissions_erased, 0);
      expect(total).toBe(1);
    }
    throw new Error('an erasure took more than 80 calls');
  });

  it('finds what the read model has not shown for a quarter of an hour', async () => {
    const { submission_id } = await submit('unshown@example.test');
    const later = () => new Date(Date.now() + 15 * 60_000);

    const done = await eraser(test.documents, later).erase('unshown@example.test');

    expect(done).toMatchObject({ status: 'completed', submissions_erased: 1 });
    expect((await hub.intake.submission(submission_id))?.requester_email).toBe(erasedText);
  });

  it('looks for the last time when the index has had time to show what was there when it was asked for', async () => {
    const { submission_id: first } = await submit('settling@example.test');
    const waits: number[] = [];
    const later = async (ms: number) => {
      // What an index shows late stands in for what is accepted late.
      if (waits.push(ms) === 1) await submit('settling@example.test');
    };

    const done = await eraser(undefined, undefined, undefined, later).erase('settling@example.test');

    expect(waits[0]).toBeGreaterThan(0);
    expect(waits[0]).toBeLessThanOrEqual(3000);
    expect(done).toMatchObject({ status: 'completed', submissions_erased: 2 });
    expect((await hub.intake.submission(first))?.requester_email).toBe(erasedText);
  });

  it('by two at once is one erasure', async () => {
    await submit('twice@example.test');
    await project();

    const [one, two] = await Promise.all([eraser().erase('twice@example.test'), eraser().erase('twice@example.test')]);

    // Who comes when the first one is completed begins another, which finds nothing.
    const erased = new Map([one, two].map(({ erasure_id, submissions_erased }) => [erasure_id, submissions_erased]));
    expect([...erased.values()].reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('keeps no address: not in its record, not in its reason', async () => {
    await submit('quiet@example.test');
    const { requester_hash } = await eraser().erase('quiet@example.test');

    expect(requester_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await textOf()).not.toContain('quiet@example.test');
    await expect(eraser().erase('quiet@example.test', 'Quiet@example.test asked')).rejects.toMatchObject({
      kind: 'validation',
      fields: [{ pointer: '#/reason' }],
    });
  });
});
