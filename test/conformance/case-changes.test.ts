// Changes of team, assignee, priority and due date: what is written, what is refused, and what a retry finds.
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { caseWork, openCases } from '../support/case-work.ts';
import { withFaults } from '../support/faults.ts';
import { violations } from '../support/invariants.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const openCase = async (): Promise<string> => (await openCases(hub))[0] ?? '';
const page = async (caseId: string) => {
  const found = await work.cases.withHistory(caseId);
  if (found === undefined) throw new Error(`no ${caseId}`);
  return found;
};

describe('a new case', () => {
  it('is due as its event says, and in time', async () => {
    const caseId = await openCase();
    const submission = await hub.intake.submission(caseId.replace('CASE-', 'SUB-'));

    const found = await page(caseId);

    const dueMs = Date.parse(submission?.created_at ?? '') + 72 * 3_600_000;
    expect(found).toMatchObject({ due_at: new Date(dueMs).toISOString(), breached: false, assignee: null });
    expect(found).toMatchObject({ closed_at: null, reopens_case_id: null, reopened_as_case_id: null, comments: [] });
  });

  it('of an event that does not say when is due after 72 hours', async () => {
    const { submission_id } = await hub.submit();
    const [message = ''] = await hub.owed(submission_id);
    const { data, correlationid, id } = JSON.parse(message);
    const { due_at: _, ...older } = data;
    await test.table.update({
      Key: { pk: `INTEG#OUTBOX#${correlationid}`, sk: id },
      UpdateExpression: 'SET #data = :data',
      ExpressionAttributeNames: { '#data': 'data' },
      ExpressionAttributeValues: { ':data': older },
    });

    for (const owed of await hub.owed(submission_id)) await hub.deliver(owed);

    const found = await page(submission_id.replace('SUB-', 'CASE-'));
    expect(Date.parse(found.due_at) - Date.parse(found.created_at)).toBe(72 * 3_600_000);
  });

  it('stored by an older version is shown with a due date, and listed with its first change', async () => {
    const caseId = await openCase();
    await test.table.update({
      Key: { pk: `OPS#${caseId}`, sk: 'CASE' },
      UpdateExpression: 'REMOVE due_at, list_pk, list_sk',
    });
    const { created_at, due_at } = await page(caseId);
    expect(due_at).toBe(new Date(Date.parse(created_at) + 72 * 3_600_000).toISOString());

    await work.change(caseId, { assignee: 'Ada' });

    expect((await work.due.overdue('2999-01-01T00:00:00.000Z')).caseIds).toContain(caseId);
  });
});

describe('a change of a case', () => {
  it('writes what changed with who, why and the version, and no event', async () => {
    const caseId = await openCase();

    const changed = await work.change(caseId, { assigned_team: 'TECHNICAL_TEAM', assignee: 'Ada' }, { ifMatch: '1' });

    expect(changed.case).toMatchObject({ assigned_team: 'TECHNICAL_TEAM', assignee: 'Ada', version: 2 });
    const found = await page(caseId);
    expect(found).toMatchObject({ assigned_team: 'TECHNICAL_TEAM', assignee: 'Ada', version: 2 });
    expect(found.history).toEqual([changed.entry]);
    expect(found.history[0]).toMatchObject({
      kind: 'assignment',
      previous_status: 'open',
      new_status: 'open',
      changes: [
        { field: 'assigned_team', from: 'OPERATIONS_TEAM', to: 'TECHNICAL_TEAM' },
        { field: 'assignee', from: null, to: 'Ada' },
      ],
      changed_by: 'Olga Operator',
      changed_by_id: 'person-olga',
      change_reason: 'as agreed',
      event_id: null,
    });
    expect(await hub.owed(caseId)).toEqual([]);
  });

  it('of the priority moves the due date, in the list of what is due too', async () => {
    const caseId = await openCase();
    const { created_at } = await page(caseId);

    await work.change(caseId, { priority: 'urgent' });

    const due = new Date(Date.parse(created_at) + 4 * 3_600_000).toISOString();
    expect((await page(caseId)).due_at).toBe(due);
    const justAfter = new Date(Date.parse(due) + 1).toISOString();
    expect((await work.due.overdue(due)).caseIds).not.toContain(caseId);
    expect((await work.due.overdue(justAfter)).caseIds).toContain(caseId);
  });

  it('takes the case from its assignee', async () => {
    const caseId = await openCase();
    await work.change(caseId, { assignee: 'Ada' });

    await work.change(caseId, { assignee: null });

    expect((await page(caseId)).assignee).toBeNull();
  });

  it('to values that were retired is refused with the valid ones, unless the case has them already', async () => {
    const caseId = await openCase();
    const retired = {
      ...builtInCatalogue,
      assigned_teams: builtInCatalogue.assigned_teams.map((value) =>
        ['OPERATIONS_TEAM', 'TECHNICAL_TEAM'].includes(value.code)
          ? { ...value, valid_to: '2020-01-01T00:00:00.000Z' }
          : value,
      ),
    };
    const later = caseWork(test.documents, retired);

    const refused = later.change(caseId, { assigned_team: 'TECHNICAL_TEAM', priority: 'asap' });

    await expect(refused).rejects.toMatchObject({
      kind: 'validation',
      fields: [
        { pointer: '#/priority', detail: 'must be one of: low, medium, high, urgent' },
        {
          pointer: '#/assigned_team',
          detail: 'is retired and cannot be chosen; must be one of: CUSTOMER_CARE_TEAM, AGREEMENTS_TEAM',
        },
      ],
    });
    await later.change(caseId, { assigned_team: 'OPERATIONS_TEAM', assignee: 'Ada' });
    expect((await page(caseId)).assigned_team).toBe('OPERATIONS_TEAM');
  });

  it('is refused, and writes nothing, when there is nothing to change, the version is old, or the case is closed', async () => {
    const caseId = await openCase();
    await hub.changeStatus(caseId, 'rejected');
    const other = await openCase();
    const before = await test.items();

    await expect(work.change(other, { priority: 'medium' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'CASE.UNCHANGED',
      details: { current_status: 'open', allowed: ['in_progress', 'rejected'] },
    });
    await expect(work.change(other, { assignee: 'Ada' }, { ifMatch: '7' })).rejects.toMatchObject({
      kind: 'precondition-failed',
      code: 'CASE.CHANGED_MEANWHILE',
      details: { current_etag: '"1"', current_status: 'open', allowed: ['in_progress', 'rejected'] },
    });
    await expect(work.change(caseId, { assignee: 'Ada' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'CASE.CLOSED',
      message: 'the case is rejected, which is final; reopen it to continue with a new case',
      details: { current_status: 'rejected', allowed: [] },
    });
    await expect(work.change(other, { due_at: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      kind: 'validation',
      fields: [{ pointer: '#/due_at' }],
    });
    await expect(work.change('CASE-01JD0000000000000000000000', { assignee: 'Ada' })).rejects.toMatchObject({
      code: 'CASE.NOT_FOUND',
    });

    expect(await test.items()).toEqual(before);
  });

  it.each([
    ['with the version', { ifMatch: '1' }],
    ['without a version', {}],
  ])('whose answer was lost is answered again for the same key %s, and made once', async (_name, guards) => {
    const caseId = await openCase();
    const client = test.newDocuments();
    const faults = withFaults(client);
    faults.arm(2, 'response-lost');
    const once = { ...guards, key: `key-${caseId}` };
    await expect(caseWork(client).change(caseId, { assignee: 'Ada' }, once)).rejects.toThrow();
    // Somebody else changes it again, so that repeating the change would look like a new one.
    await work.change(caseId, { assignee: 'Grace' });

    const again = await work.change(caseId, { assignee: 'Ada' }, once);

    expect(again.entry).toMatchObject({ version: 2, changes: [{ field: 'assignee', from: null, to: 'Ada' }] });
    expect(again.case).toMatchObject({ version: 3, assignee: 'Grace' });
    expect((await page(caseId)).history).toHaveLength(2);
  });

  it('with a key that was used for another change is refused', async () => {
    const caseId = await openCase();
    await work.change(caseId, { assignee: 'Ada' }, { key: 'reused', fingerprint: 'a' });

    await expect(work.change(caseId, { assignee: 'Grace' }, { key: 'reused', fingerprint: 'b' })).rejects.toMatchObject(
      { code: 'IDEMPOTENCY.KEY_REUSED' },
    );
  });
});

it('no history has a gap and every open case is in the list of what is due', async () => {
  expect(violations(await test.items(), [])).toEqual([]);
});
