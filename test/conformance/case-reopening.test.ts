// Reopening: terminal stays terminal, and a new request goes the whole way, linked to the old case, made once.
import { describe, expect, it } from 'vitest';
import { caseWork, openCases } from '../support/case-work.ts';
import { faultModes, withFaults } from '../support/faults.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();
const work = caseWork(test.documents);

const drain = async (...subjects: readonly string[]): Promise<void> => {
  for (const subject of subjects) for (const message of await hub.owed(subject)) await hub.deliver(message);
};

async function closedCase(): Promise<string> {
  const [caseId = ''] = await openCases(hub);
  await work.change(caseId, { assigned_team: 'TECHNICAL_TEAM', priority: 'high' });
  await hub.changeStatus(caseId, 'rejected');
  await drain(caseId);
  return caseId;
}

describe('reopening a terminal case', () => {
  it('makes a new case with its own object, linked both ways, and leaves the old one as it was', async () => {
    const oldId = await closedCase();
    const before = await work.cases.get(oldId);

    const answer = await work.reopen(oldId, { ifMatch: '3' });
    await drain(answer.submission_id);

    const old = await work.cases.withHistory(oldId);
    expect(old).toMatchObject({
      processing_status: 'rejected',
      version: 4,
      closed_at: before?.closed_at,
      breached: false,
      reopened_as_case_id: answer.operation_case_id,
      allowed_statuses: [],
    });
    expect(old?.history.at(-1)).toMatchObject({
      kind: 'reopened',
      previous_status: 'rejected',
      new_status: 'rejected',
      changes: [{ field: 'reopened_as_case_id', from: null, to: answer.operation_case_id }],
      change_reason: 'it came back',
      changed_by: 'Olga Operator',
      version: 4,
    });
    expect(await work.cases.get(answer.operation_case_id)).toMatchObject({
      processing_status: 'open',
      version: 1,
      reopens_case_id: oldId,
      reopened_as_case_id: null,
      assigned_team: 'TECHNICAL_TEAM',
      priority: 'high',
      submission_id: answer.submission_id,
      external_reference: answer.request_number,
    });
    expect(await hub.sync.objectVersion(answer.operation_case_id.replace('CASE-', 'OBJ-'))).toBe(1);
    expect(await hub.sync.objectVersion(oldId.replace('CASE-', 'OBJ-'))).toBe(3);
  });

  it('copies what the requester said into a submission of its own', async () => {
    const oldId = await closedCase();
    const source = await hub.intake.submission(oldId.replace('CASE-', 'SUB-'));

    const { submission_id, request_number } = await work.reopen(oldId);

    const copy = await hub.intake.submission(submission_id);
    const { requester_name, requester_email, request_description, intake_method, request_type } = source ?? {};
    expect(copy).toMatchObject({ requester_name, requester_email, request_description, intake_method, request_type });
    expect(copy).toMatchObject({
      version: 1,
      submission_status: 'received',
      reopens_case_id: oldId,
      priority: 'high',
      assigned_team: 'TECHNICAL_TEAM',
      created_by: 'Olga Operator',
      created_by_id: 'person-olga',
    });
    const { created_at = '', due_at } = { ...copy, ...JSON.parse((await hub.owed(submission_id))[0] ?? '{}').data };
    expect(due_at).toBe(new Date(Date.parse(created_at) + 24 * 3_600_000).toISOString());
    expect(await hub.intake.serviceRequest(request_number)).toMatchObject({ submission_id, priority: 'high' });
  });

  it('is refused, and writes nothing, when it is not terminal, was reopened, or is not the version that was seen', async () => {
    const [open = ''] = await openCases(hub);
    const reopened = await closedCase();
    const { operation_case_id } = await work.reopen(reopened);
    const before = await test.items();

    await expect(work.reopen(open)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'CASE.NOT_TERMINAL',
      details: { current_status: 'open', allowed: ['in_progress', 'rejected'] },
    });
    await expect(work.reopen(reopened)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'CASE.REOPENED_ALREADY',
      message: `the case was already reopened as ${operation_case_id}; continue there`,
      details: { reopened_as_case_id: operation_case_id },
    });
    await expect(work.reopen(reopened, { ifMatch: '1' })).rejects.toMatchObject({ kind: 'precondition-failed' });
    await expect(work.reopen('CASE-01JD0000000000000000000000')).rejects.toMatchObject({ code: 'CASE.NOT_FOUND' });

    expect(await test.items()).toEqual(before);
  });

  it("is refused when the requester's data were erased, even while it is under way", async () => {
    const [first, second] = [await closedCase(), await closedCase()];
    const erase = (caseId: string) =>
      test.table.update({
        Key: { pk: `INTAKE#${caseId.replace('CASE-', 'SUB-')}`, sk: 'SUBMISSION' },
        UpdateExpression: 'SET erased_at = :at',
        ExpressionAttributeValues: { ':at': '2026-03-01T08:00:00.000Z' },
      });
    await erase(first);
    const client = test.newDocuments();
    let reads = 0;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        reads += 1;
        // Case and submission have been read; the transaction follows.
        if (reads === 2) await erase(second);
        return result;
      },
      { step: 'initialize', name: 'erase', override: true },
    );

    await expect(work.reopen(first)).rejects.toMatchObject({ kind: 'conflict', code: 'SUBMISSION.ERASED' });
    await expect(caseWork(client).reopen(second)).rejects.toMatchObject({ code: 'SUBMISSION.ERASED' });

    expect((await work.cases.get(second))?.reopened_as_case_id).toBeNull();
  });

  it('by ten operators at once makes one case, and nine are told which', async () => {
    const caseId = await closedCase();

    const results = await Promise.allSettled(Array.from({ length: 10 }, () => work.reopen(caseId)));

    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.operation_case_id] : []));
    const told = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason.details?.reopened_as_case_id] : [],
    );
    expect(made).toHaveLength(1);
    expect(told).toEqual(Array.from({ length: 9 }, () => made[0]));
  });

  it('is made once per key, whatever becomes of each call', async () => {
    for (const mode of faultModes) {
      for (const call of [1, 2, 3]) {
        const caseId = await closedCase();
        const client = test.newDocuments();
        withFaults(client).arm(call, mode);
        const once = { key: `${caseId}-${mode}-${call}`, ifMatch: '3' };
        await expect(caseWork(client).reopen(caseId, once)).rejects.toThrow();

        const answer = await work.reopen(caseId, once);

        expect(await work.cases.get(caseId)).toMatchObject({
          version: 4,
          reopened_as_case_id: answer.operation_case_id,
        });
        expect(await work.reopen(caseId, once)).toEqual(answer);
        await drain(answer.submission_id);
        expect(await work.cases.get(answer.operation_case_id)).toMatchObject({ reopens_case_id: caseId });
      }
    }
  });

  it('can be followed by reopening the new case in turn', async () => {
    const first = await closedCase();
    const { operation_case_id: second, submission_id } = await work.reopen(first);
    await drain(submission_id);
    await hub.changeStatus(second, 'rejected');

    const third = await work.reopen(second);
    await drain(third.submission_id, second);

    expect(await work.cases.get(third.operation_case_id)).toMatchObject({ reopens_case_id: second });
  });
});

it('leaves no history with a gap, no loose link, and objects that follow their cases', async () => {
  const items = await test.items();
  for (const item of items)
    if (item['entity'] === 'submission') await drain(String(item['pk']).slice('INTAKE#'.length));

  const drained = await test.items();
  expect(violations(drained, [])).toEqual([]);
  expect(stragglers(drained)).toEqual([]);
});
