// Status changes under faults: operators who race for one case, changes in the middle of a sync that repeats itself, and
// a queue that forgets them. In the end every object shows the version its case is at.
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedHub, inParallel, startEmbeddedHub } from '../support/embedded-hub.ts';
import { eventually } from '../support/hub-client.ts';

let hub: EmbeddedHub;
beforeAll(async () => {
  hub = await startEmbeddedHub({ visibilityTimeoutSeconds: 1 });
});
afterAll(() => hub.end());

/** Cases of new submissions, synced. */
async function newCases(count: number): Promise<readonly string[]> {
  const ids = await hub.submit(count);
  expect(await hub.wrongs()).toEqual([]);
  return ids.map((id) => id.replace('SUB-', 'CASE-'));
}

async function change(caseId: string, newStatus: string, headers: Record<string, string> = {}): Promise<number> {
  const body = { new_status: newStatus, change_reason: `now ${newStatus}` };
  return (await hub.operator.call('PATCH', `/operational/cases/${caseId}/status`, { body, headers })).status;
}

async function versions(): Promise<ReadonlyMap<unknown, unknown>> {
  const cases = (await hub.items()).filter((item) => item['entity'] === 'case');
  return new Map(cases.map((item) => [String(item['pk']).slice('OPS#'.length), item['version']]));
}

it('of eight operators who saw the same version, one changes it and seven are told', async () => {
  const cases = await newCases(5);

  const answers = await inParallel(cases.length, 5, async (index) => {
    const race = Array.from({ length: 8 }, (_, racer) => (racer % 2 === 0 ? 'in_progress' : 'rejected'));
    return Promise.all(race.map((status) => change(cases[index] ?? '', status, { 'if-match': '"1"' })));
  });

  for (const statuses of answers) {
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(7);
  }
  expect(await hub.wrongs()).toEqual([]);
});

it('changes made while every message is delivered again and again end at the version of the case', async () => {
  const cases = await newCases(10);
  await inParallel(cases.length, 5, async (index) => {
    expect(await change(cases[index] ?? '', 'in_progress')).toBe(200);
    expect(await change(cases[index] ?? '', index % 2 === 0 ? 'completed' : 'rejected')).toBe(200);
    // What the sweep sends is on the queue a second time, out of order with what the relay sends.
    if (index % 3 === 0) await hub.sweepAMinuteLater();
  });

  expect(await hub.wrongs()).toEqual([]);
  const found = await versions();
  expect(cases.map((caseId) => found.get(caseId))).toEqual(cases.map(() => 3));
});

it('a change whose message is lost between the answer and the sync is caught up by the sweep', async () => {
  const cases = await newCases(10);
  await hub.host.mappings.setEnabled('sync', false);
  await inParallel(cases.length, 5, async (index) => {
    expect(await change(cases[index] ?? '', 'in_progress')).toBe(200);
  });
  const full = (bodies: readonly string[]) => bodies.length === cases.length;
  await eventually(() => hub.waiting(), full, { what: 'the changes on the queue' });
  await hub.sqs.send(new PurgeQueueCommand({ QueueUrl: hub.workQueueUrl }));
  await hub.host.mappings.setEnabled('sync', true);
  // A later change of some of them overtakes the one that was lost.
  await inParallel(5, 5, async (index) => {
    expect(await change(cases[index] ?? '', 'completed')).toBe(200);
  });

  const swept = await hub.sweepAMinuteLater();

  expect(swept.resent).toBeGreaterThanOrEqual(cases.length);
  expect(await hub.wrongs()).toEqual([]);
  const found = await versions();
  expect(cases.map((caseId) => found.get(caseId))).toEqual(cases.map((_, index) => (index < 5 ? 3 : 2)));
});
