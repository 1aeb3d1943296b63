// What changes of cases cost, from the engine's own accounting: the figures of docs/data-model.md.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { metered } from '../support/capacity.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

type Work = ReturnType<typeof lifecycle> & ReturnType<typeof caseWork>;

/** Write units of one change of a new case. */
async function costOf(change: (work: Work, caseId: string) => Promise<unknown>, before?: typeof change) {
  const sound = { ...lifecycle(test.documents), ...caseWork(test.documents) };
  const [caseId = ''] = await openCases(sound);
  await before?.(sound, caseId);
  const client = test.newDocuments();
  const work = { ...lifecycle(client), ...caseWork(client) };
  const cost = metered(client);
  await change(work, caseId);
  return cost.writeUnits;
}

it.each([
  ['a step', 8, (work: Work, id: string) => work.changeStatus(id, 'in_progress')],
  [
    'a step with a key',
    10,
    (work: Work, id: string) => work.changeStatus(id, 'in_progress', { idempotencyKeyHash: 'cost-3' }),
  ],
  ['a last step', 9, (work: Work, id: string) => work.changeStatus(id, 'rejected')],
  ['a new assignee', 4, (work: Work, id: string) => work.change(id, { assignee: 'Ada' })],
  ['a new assignee with a key', 6, (work: Work, id: string) => work.change(id, { assignee: 'Ada' }, { key: 'cost-1' })],
  ['a new due date', 6, (work: Work, id: string) => work.change(id, { priority: 'low' })],
  ['a comment', 1, (work: Work, id: string) => work.comment(id, 'hello')],
  ['a comment with a key', 4, (work: Work, id: string) => work.comment(id, 'hello', { key: 'cost-2' })],
] as const)('%s costs %i WRU', async (_name, expected, change) => {
  expect(await costOf(change)).toBe(expected);
});

it('reopening costs 14 WRU', async () => {
  const close = (work: Work, id: string) => work.changeStatus(id, 'rejected');

  expect(await costOf((work, id) => work.reopen(id), close)).toBe(14);
});
