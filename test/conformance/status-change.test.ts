// Status changes: the state machine under races, stale versions and lost answers.
import { describe, expect, it } from 'vitest';
import { withFaults } from '../support/faults.ts';
import { violations } from '../support/invariants.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

async function openCase(): Promise<string> {
  const { submission_id } = await hub.submit();
  const [message = ''] = await hub.owed(submission_id);
  await hub.deliver(message);
  return submission_id.replace('SUB-', 'CASE-');
}

describe('a status change', () => {
  it('writes case, history and event, and leaves the canonical object to the sync', async () => {
    const caseId = await openCase();

    const changed = await hub.changeStatus(caseId, 'in_progress');

    const objectId = caseId.replace('CASE-', 'OBJ-');
    expect(changed.case).toMatchObject({
      processing_status: 'in_progress',
      version: 2,
      allowed_statuses: ['completed', 'rejected'],
    });
    expect(await hub.sync.objectVersion(objectId)).toBe(1);
    const [message = ''] = await hub.owed(caseId);
    await hub.deliver(message);
    expect(await hub.sync.objectVersion(objectId)).toBe(2);
    const { history } = (await hub.cases.withHistory(caseId)) ?? { history: [] };
    expect(history).toEqual([changed.entry]);
    expect(history[0]).toMatchObject({
      previous_status: 'open',
      new_status: 'in_progress',
      changed_by: 'Test',
      change_reason: 'because',
    });
  });

  it('that the state machine does not know is refused with what is allowed, and writes nothing', async () => {
    const caseId = await openCase();
    const before = (await test.items()).length;

    await expect(hub.changeStatus(caseId, 'completed')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'CASE.ILLEGAL_TRANSITION',
      details: { current_status: 'open', allowed: ['in_progress', 'rejected'] },
    });

    expect((await test.items()).length).toBe(before);
  });

  it('of a version that is not the latest is refused with the current one', async () => {
    const caseId = await openCase();
    await hub.changeStatus(caseId, 'in_progress', { ifMatch: '1' });

    await expect(hub.changeStatus(caseId, 'completed', { ifMatch: '1' })).rejects.toMatchObject({
      kind: 'precondition-failed',
      details: { current_etag: '"2"' },
    });
  });

  it('of a case that does not exist is not found', async () => {
    await expect(hub.changeStatus('CASE-01JD0000000000000000000000', 'rejected')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'CASE.NOT_FOUND',
    });
  });

  it('by twenty operators at once is won by exactly one, and the others are told why', async () => {
    const caseId = await openCase();

    const results = await Promise.allSettled(Array.from({ length: 20 }, () => hub.changeStatus(caseId, 'in_progress')));

    const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason.code);
    expect(refused).toHaveLength(19);
    expect(refused.filter((code) => !['CASE.ILLEGAL_TRANSITION', 'TABLE.CONTENDED'].includes(code))).toEqual([]);
    expect((await hub.cases.withHistory(caseId))?.history).toHaveLength(1);
  });

  it('whose answer was lost is answered again for the same key, and made once', async () => {
    const caseId = await openCase();
    const client = test.newDocuments();
    const faults = withFaults(client);
    faults.arm(2, 'response-lost');
    await expect(
      lifecycle(client).changeStatus(caseId, 'in_progress', { ifMatch: '1', idempotencyKeyHash: 'k' }),
    ).rejects.toThrow();

    const again = await hub.changeStatus(caseId, 'in_progress', { ifMatch: '1', idempotencyKeyHash: 'k' });

    expect(again.entry).toMatchObject({ version: 2, new_status: 'in_progress' });
    expect((await hub.cases.withHistory(caseId))?.history).toHaveLength(1);
  });

  it('whose answer was lost is not the answer to another change with the same key', async () => {
    const caseId = await openCase();
    const client = test.newDocuments();
    withFaults(client).arm(2, 'response-lost');
    const first = { idempotencyKeyHash: 'k2', payloadFingerprint: 'to in_progress' };
    await expect(lifecycle(client).changeStatus(caseId, 'in_progress', first)).rejects.toThrow();

    // By itself the second one would be allowed.
    const second = { idempotencyKeyHash: 'k2', payloadFingerprint: 'to completed' };
    await expect(hub.changeStatus(caseId, 'completed', second)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    expect((await hub.cases.withHistory(caseId))?.history).toHaveLength(1);
  });

  it('leaves no gap in any history', async () => {
    const found = violations(await test.items(), []);

    expect(found).toEqual([]);
  });
});
