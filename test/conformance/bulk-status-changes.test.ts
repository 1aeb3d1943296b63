// Status changes of several cases in one call: an outcome each, and a repetition after a crash finds what was done.
import { expect, it } from 'vitest';
import { bulkStatusChangeBody } from '../../shared/contracts/operations.ts';
import { parseInput } from '../../shared/runtime/http/validation.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { withFaults } from '../support/faults.ts';
import { violations } from '../support/invariants.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const nowhere = 'CASE-01JD0000000000000000000000';

it('each case has its own outcome, in the order asked', async () => {
  const [open = '', closed = '', other = ''] = await openCases(hub, 3);
  await hub.changeStatus(closed, 'rejected');

  const result = await work.changeAll([closed, open, nowhere, other], 'in_progress');

  expect(result).toEqual({
    done: 2,
    refused: 2,
    outcomes: [
      {
        id: closed,
        outcome: 'refused',
        code: 'CASE.ILLEGAL_TRANSITION',
        detail: 'the case is rejected, which is final',
        allowed: [],
        version: 2,
      },
      { id: open, outcome: 'done', code: null, detail: 'changed from open to in_progress', version: 2 },
      {
        id: nowhere,
        outcome: 'not_found',
        code: 'CASE.NOT_FOUND',
        detail: `there is no case ${nowhere}; a new one may take a second to appear`,
        version: null,
      },
      { id: other, outcome: 'done', code: null, detail: 'changed from open to in_progress', version: 2 },
    ],
  });
  expect((await work.cases.withHistory(open))?.history[0]).toMatchObject({
    change_reason: 'all at once',
    changed_by: 'Olga Operator',
  });
});

it('no more than eight cases are changed at a time', async () => {
  const ids = await openCases(hub, 20);
  const client = test.newDocuments();
  let [open, most] = [0, 0];
  client.middlewareStack.add(
    (next) => async (args) => {
      open += 1;
      most = Math.max(most, open);
      try {
        return await next(args);
      } finally {
        open -= 1;
      }
    },
    { step: 'initialize', name: 'gauge', override: true },
  );

  const result = await caseWork(client).changeAll(ids, 'rejected');

  expect(result.done).toBe(20);
  expect(most).toBeLessThanOrEqual(8);
  expect(most).toBeGreaterThan(1);
});

it('a case that could not be changed for the moment fails alone, and the repetition completes the call', async () => {
  const ids = await openCases(hub, 4);
  const client = test.newDocuments();
  withFaults(client).arm(3, 'throttled');

  const first = await caseWork(client).changeAll(ids, 'in_progress', 'throttled');
  const again = await work.changeAll(ids, 'in_progress', 'throttled');

  expect(first.done).toBe(3);
  expect(first.outcomes.find(({ outcome }) => outcome === 'failed')).toMatchObject({ code: 'HUB.THROTTLED' });
  expect(again.done).toBe(4);
  expect(again.outcomes.map(({ version }) => version)).toEqual([2, 2, 2, 2]);
});

it.each([1, 4, 6, 8])(
  'a crash at call %i changes each case once, and the repetition says all are done',
  async (call) => {
    const ids = await openCases(hub, 4);
    const client = test.newDocuments();
    withFaults(client).arm(call, 'response-lost');
    const key = `crash-${call}`;
    await expect(caseWork(client).changeAll(ids, 'in_progress', key)).rejects.toThrow();

    const again = await work.changeAll(ids, 'in_progress', key);

    expect(again).toMatchObject({ done: 4, refused: 0 });
    for (const id of ids) expect((await work.cases.withHistory(id))?.history).toHaveLength(1);
  },
);

it('ids that are named twice are refused, and it says where', () => {
  const body = { operation_case_ids: [nowhere, nowhere], new_status: 'rejected', change_reason: 'x' };

  expect(() => parseInput(bulkStatusChangeBody, body, 'body')).toThrow(
    expect.objectContaining({
      fields: [{ pointer: '#/operation_case_ids/1', detail: 'repeats entry 0; name each once' }],
    }),
  );
});

it('no history has a gap', async () => {
  expect(violations(await test.items(), [])).toEqual([]);
});
