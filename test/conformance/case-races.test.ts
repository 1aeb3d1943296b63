// Many people at one case at once: exactly one wins each step, all others are told why, and the history has no gap.
import { describe, expect, it } from 'vitest';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const openCase = async (): Promise<string> => (await openCases(hub))[0] ?? '';
const operators = Array.from({ length: 20 }, (_, index) => index);

/** Each operator has a client of their own, as each function instance has. */
const hubs = () => operators.map(() => lifecycle(test.newDocuments()));

interface Told {
  readonly kind: string;
  readonly code: string;
  readonly current_status: unknown;
  readonly allowed: unknown;
}

const toldOf = (results: readonly PromiseSettledResult<unknown>[]): readonly Told[] =>
  results.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (!(result.reason instanceof HubError)) throw result.reason;
    const { kind, code, details } = result.reason;
    return [{ kind, code, current_status: details['current_status'], allowed: details['allowed'] }];
  });

const wins = (results: readonly PromiseSettledResult<unknown>[]): number =>
  results.filter(({ status }) => status === 'fulfilled').length;

async function historyOf(caseId: string) {
  const found = await work.cases.withHistory(caseId);
  const { history = [], version } = found ?? {};
  expect(history.map((entry) => entry.version)).toEqual(history.map((_, index) => index + 2));
  expect(version).toBe(history.length + 1);
  // Each entry starts from what the one before it left.
  for (const [index, entry] of history.entries()) {
    expect(entry.previous_status).toBe(history[index - 1]?.new_status ?? 'open');
  }
  return history;
}

/** A client whose first transactions are cancelled by a conflict with another one, which is then carried out. */
function conflicting(times: number, other: () => Promise<unknown>) {
  const client = test.newDocuments();
  let conflicts = 0;
  const conflict = async (): Promise<never> => {
    conflicts += 1;
    if (conflicts === times) await other();
    throw Object.assign(new Error('conflict'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }],
    });
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isWrite = String((context as { commandName?: string }).commandName).startsWith('TransactWrite');
      return isWrite && conflicts < times ? conflict() : next(args);
    },
    { step: 'initialize', name: 'conflicts', override: true },
  );
  return client;
}

describe('twenty operators at one case', () => {
  it('who all take the same step: one takes it, nineteen are told what it is now and where it may go', async () => {
    const caseId = await openCase();
    const steps: readonly (readonly [CaseStatus, readonly CaseStatus[]])[] = [
      ['in_progress', ['completed', 'rejected']],
      ['completed', []],
    ];
    for (const [status, allowed] of steps) {
      const results = await Promise.allSettled(hubs().map((own) => own.changeStatus(caseId, status)));

      expect(wins(results)).toBe(1);
      expect(toldOf(results)).toEqual(
        Array.from({ length: 19 }, () => ({
          kind: 'conflict',
          code: 'CASE.ILLEGAL_TRANSITION',
          current_status: status,
          allowed,
        })),
      );
    }
    expect(await historyOf(caseId)).toHaveLength(2);
  });

  it('who saw the same version: one changes it, nineteen are told that it changed', async () => {
    const caseId = await openCase();

    const results = await Promise.allSettled(
      hubs().map((own, index) =>
        own.changeStatus(caseId, index % 2 === 0 ? 'in_progress' : 'rejected', { ifMatch: '1' }),
      ),
    );

    expect(wins(results)).toBe(1);
    const [entry] = await historyOf(caseId);
    const told = toldOf(results);
    expect(told).toHaveLength(19);
    for (const one of told) {
      expect(one).toMatchObject({ kind: 'precondition-failed', current_status: entry?.new_status });
    }
  });

  it('who assign it, each to themselves, at the same version: one has it, nineteen are told', async () => {
    const caseId = await openCase();

    const results = await Promise.allSettled(
      operators.map((index) =>
        caseWork(test.newDocuments()).change(caseId, { assignee: `Operator ${index}` }, { ifMatch: '1' }),
      ),
    );

    expect(wins(results)).toBe(1);
    expect(new Set(toldOf(results).map(({ code }) => code))).toEqual(new Set(['CASE.CHANGED_MEANWHILE']));
    const [entry] = await historyOf(caseId);
    expect(entry?.changes[0]?.to).toBe((await work.cases.get(caseId))?.assignee);
  });

  it('who change status, fields and comment all at once: what was answered as done is in the history, nothing else', async () => {
    const caseId = await openCase();
    const jobs = operators.map((index) => {
      const client = test.newDocuments();
      const own = { ...lifecycle(client), ...caseWork(client) };
      if (index % 4 === 0) return own.changeStatus(caseId, 'in_progress');
      if (index % 4 === 1) return own.change(caseId, { assignee: `Operator ${index}` });
      if (index % 4 === 2) return own.comment(caseId, `comment ${index}`);
      return own.changeStatus(caseId, 'rejected');
    });

    const results = await Promise.allSettled(jobs);

    const history = await historyOf(caseId);
    const changed = results.filter((result, index) => result.status === 'fulfilled' && index % 4 !== 2).length;
    expect(history).toHaveLength(changed);
    expect((await work.commentsOf(caseId)).data).toHaveLength(5);
    const statuses = history.filter(({ kind }) => kind === 'status').map(({ new_status }) => new_status);
    expect([['rejected'], ['in_progress', 'rejected'], ['in_progress']]).toContainEqual(statuses);
    const told = toldOf(results).map(({ code }) => code);
    expect(told.filter((code) => !['CASE.ILLEGAL_TRANSITION', 'CASE.CLOSED'].includes(code))).toEqual([]);
  });

  it('while every call meets a transaction conflict: it is decided again, not given up', async () => {
    const caseId = await openCase();
    // As often as the table itself tries; by then somebody else has changed the case.
    const client = conflicting(4, () => hub.changeStatus(caseId, 'rejected'));

    await expect(lifecycle(client).changeStatus(caseId, 'in_progress')).rejects.toMatchObject({
      kind: 'conflict',
      details: { current_status: 'rejected', allowed: [] },
    });
  });
});

it('afterwards no history has a gap and each object shows the status its case came to', async () => {
  const items = await test.items();
  const subjects = new Set(
    items.filter((item) => item['event_status'] === 'pending').map((item) => String(item['subject'])),
  );
  for (const subject of subjects) for (const message of await hub.owed(subject)) await hub.deliver(message);

  const drained = await test.items();
  expect(violations(drained, [])).toEqual([]);
  expect(stragglers(drained)).toEqual([]);
});

it('objects follow status changes although other changes take versions between them, whatever order they come in', async () => {
  const caseId = await openCase();
  const objectId = caseId.replace('CASE-', 'OBJ-');
  await work.change(caseId, { assignee: 'Ada' });
  await hub.changeStatus(caseId, 'in_progress');
  await work.change(caseId, { priority: 'urgent' });
  await work.change(caseId, { assignee: null });
  await hub.changeStatus(caseId, 'completed');
  const [earlier = '', later = ''] = await hub.owed(caseId);

  await hub.deliver(later);
  expect(await hub.sync.objectVersion(objectId)).toBe(6);
  await hub.deliver(earlier);

  expect(await hub.sync.objectVersion(objectId)).toBe(6);
  expect(stragglers(await test.items())).toEqual([]);
});
