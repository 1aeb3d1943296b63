// Comments on cases: beside the history, without a version of their own.
import { expect, it } from 'vitest';
import { caseCommentStore } from '../../shared/table/operations/case-comment-store.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { faultModes, withFaults } from '../support/faults.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const openCase = async (): Promise<string> => (await openCases(hub))[0] ?? '';

it('without a key are added once although the first answer was lost and the client itself tried again', async () => {
  const caseId = await openCase();
  const store = caseCommentStore(hub.table);
  const comment = {
    comment_id: 'CMT-01JD0000000000000000000099',
    text: 'said once',
    created_by: 'Olga Operator',
    created_by_id: 'person-olga',
    created_at: '2026-03-01T08:00:00.000Z',
  };
  await store.add(caseId, comment, undefined);

  expect(await store.add(caseId, comment, undefined)).toEqual(comment);
  expect((await work.commentsOf(caseId)).data).toHaveLength(1);
  await expect(store.add(caseId, { ...comment, text: 'something else' }, undefined)).rejects.toThrow('already in use');
});

it('are on the page of their case, oldest first, from the same query, and do not change it', async () => {
  const caseId = await openCase();
  const before = await work.cases.get(caseId);
  const first = await work.comment(caseId, 'asked for the contract number');
  const second = await work.comment(caseId, 'got it');
  await hub.changeStatus(caseId, 'in_progress');
  const client = test.newDocuments();
  const { calls } = withFaults(client);

  const found = await caseWork(client).cases.withHistory(caseId);

  expect(calls).toEqual(['QueryCommand']);
  expect(found?.comments).toEqual([first, second]);
  expect(found?.history).toHaveLength(1);
  expect(found?.version).toBe((before?.version ?? 0) + 1);
  expect(first).toMatchObject({ text: 'asked for the contract number', created_by: 'Olga Operator' });
});

it('are listed newest first, page by page', async () => {
  const caseId = await openCase();
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push((await work.comment(caseId, `number ${index}`)).comment_id);
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await work.commentsOf(caseId, 2, cursor);
    pages.push(data.map(({ comment_id }) => comment_id));
    cursor = pagination.next ?? undefined;
  } while (cursor !== undefined);

  const [a, b, c, d, e] = ids;
  expect(pages).toEqual([[e, d], [c, b], [a]]);
});

it('are listed by cursors that fit no other case', async () => {
  const [one = '', other = ''] = await openCases(hub, 2);
  for (const text of ['a', 'b']) await work.comment(one, text);
  const { pagination } = await work.commentsOf(one, 1);

  await expect(work.commentsOf(other, 1, pagination.next ?? '')).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
});

it('can be made on a closed case, and not on one that does not exist', async () => {
  const caseId = await openCase();
  await hub.changeStatus(caseId, 'rejected');

  await work.comment(caseId, 'the requester called about it');

  expect((await work.commentsOf(caseId)).data).toHaveLength(1);
  await expect(work.comment('CASE-01JD0000000000000000000000', 'x')).rejects.toMatchObject({ code: 'CASE.NOT_FOUND' });
});

it('are made once per key, whatever becomes of each call', async () => {
  for (const mode of faultModes) {
    for (const call of [1, 2]) {
      const caseId = await openCase();
      const client = test.newDocuments();
      withFaults(client).arm(call, mode);
      const once = { key: `${caseId}-${mode}-${call}` };
      await expect(caseWork(client).comment(caseId, 'once', once)).rejects.toThrow();

      const made = await work.comment(caseId, 'once', once);

      expect((await work.commentsOf(caseId)).data).toEqual([made]);
    }
  }
});

it('stay apart from a case page that shows the newest hundred', async () => {
  const caseId = await openCase();
  for (let index = 0; index < 103; index += 1) await work.comment(caseId, `number ${index}`);

  const found = await work.cases.withHistory(caseId);

  expect(found?.comments).toHaveLength(100);
  expect(found?.comments[0]?.text).toBe('number 3');
  expect(found?.comments.at(-1)?.text).toBe('number 102');
});

it('are not all read for the page of their case or a change of it, however many they are', async () => {
  const caseId = await openCase();
  // Six megabytes, which took a query for each before.
  for (let first = 0; first < 600; first += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => work.comment(caseId, `${first + index} ${'x'.repeat(10_000)}`)),
    );
  }
  await hub.changeStatus(caseId, 'in_progress');
  const client = test.newDocuments();
  const { calls } = withFaults(client);
  const { cases } = caseWork(client);

  const found = await cases.withHistory(caseId);

  expect([...calls].sort()).toEqual(['GetItemCommand', 'QueryCommand', 'QueryCommand', 'QueryCommand']);
  expect(found).toMatchObject({ processing_status: 'in_progress', history: [{ new_status: 'in_progress' }] });
  expect(found?.comments).toEqual((await work.commentsOf(caseId, 100)).data.toReversed());
  const before = calls.length;
  expect(await cases.changeMadeWith(caseId, { keyHash: 'some-hash' })).toBeUndefined();
  expect(calls.length - before).toBe(1);
});
