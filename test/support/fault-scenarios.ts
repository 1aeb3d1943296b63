// Scenarios of the crash sweep, each from the client's request to the last effect.
import type { Item } from '../../shared/table/engine/hub-table.ts';
import type { Scenario } from './crash-sweep.ts';
import { countWrong, ofEntity, post, submissionWithDocument } from './fault-scenario-document.ts';
import type { World } from './fault-world.ts';

/** Creates a synchronised submission without faults and returns its id. */
async function submitted(world: World): Promise<string> {
  const answer = await world.request(post);
  return String(answer?.body['submission_id']);
}

const caseIdOf = (submissionId: string): string => submissionId.replace('SUB-', 'CASE-');

const changeTo = (caseId: string, version: number, status: string) =>
  ({
    method: 'PATCH',
    resource: '/operational/cases/{operation_case_id}/status',
    params: { operation_case_id: caseId },
    body: { new_status: status, change_reason: `now ${status}` },
    headers: { 'if-match': `"${version}"` },
  }) as const;

export const submission: Scenario = {
  name: 'submission',
  prepare: async () => '',
  act: async (world, _, client) => {
    await client(post);
    await world.pump();
  },
  judge: (items) => [
    ...countWrong(items, 'submission', 1),
    ...countWrong(items, 'case', 1),
    ...countWrong(items, 'dead_letter', 0),
  ],
};

const changedTo = (items: readonly Item[], status: string, version: number): readonly string[] =>
  ofEntity(items, 'case')
    .filter((item) => item['processing_status'] !== status || item['version'] !== version)
    .map((item) => `its case is ${item['processing_status']} at version ${item['version']}`);

export const statusChange: Scenario = {
  name: 'status change',
  prepare: async (world) => {
    const caseId = caseIdOf(await submitted(world));
    await world.pump();
    return caseId;
  },
  act: async (world, caseId, client) => {
    await client(changeTo(caseId, 1, 'in_progress'));
    await world.pump();
  },
  judge: (items) => [...changedTo(items, 'in_progress', 2), ...countWrong(items, 'history', 1)],
};

/** Two changes with messages out of order. */
export const overtakenChange: Scenario = {
  ...statusChange,
  name: 'status changes in the wrong order',
  options: { reversed: true },
  act: async (world, caseId, client) => {
    await client(changeTo(caseId, 1, 'in_progress'));
    await client(changeTo(caseId, 2, 'completed'));
    await world.pump();
  },
  judge: (items) => [...changedTo(items, 'completed', 3), ...countWrong(items, 'history', 2)],
};

/** One operator starts work without a retry; another rejects the case, whatever its status is by then. */
const changeAgainstRejection: Scenario = {
  ...statusChange,
  name: 'status change against rejection',
  act: async (world, caseId) => {
    await world.request(changeTo(caseId, 1, 'in_progress'));
    const { headers: _, ...rejection } = changeTo(caseId, 1, 'rejected');
    await world.request(rejection);
    await world.pump();
  },
  judge: () => [],
  givesUp: true,
};

/** Makes the only waiting message fail permanently, by an unknown version. */
async function failForGood(world: World): Promise<void> {
  const [message] = world.queue.splice(0, 1);
  if (message === undefined) throw new Error('nothing is on the queue');
  world.deadLetters.push({ ...message, body: message.body.replace('.v1"', '.v9"'), deliveries: 0 });
}

const redriveOf = (letterId: string) =>
  ({
    method: 'POST',
    resource: '/integration/dead-letters/{dead_letter_id}/redrive',
    params: { dead_letter_id: letterId },
    body: { reason: 'repaired' },
  }) as const;

/** A letter that is redriven, fails, is parked again and redriven again. */
export const redrive: Scenario = {
  name: 'redrive',
  prepare: async (world) => {
    const answer = await world.request(post);
    const letterId = String(answer?.body['event_id']).replace('EVT-', 'DL-');
    await world.streamOnce();
    await failForGood(world);
    await world.pump();
    await world.request(redriveOf(letterId));
    await failForGood(world);
    return letterId;
  },
  act: async (world, letterId, client) => {
    await world.pump();
    await client(redriveOf(letterId));
    await world.pump();
  },
  judge: (items) => [
    ...countWrong(items, 'dead_letter', 1),
    ...ofEntity(items, 'dead_letter')
      .map((item) => ({ status: item['status'], decisions: (item['decisions'] as readonly unknown[]).length }))
      .filter(({ status, decisions }) => decisions !== 2 || status !== 'redriven')
      .map(({ status, decisions }) => `its letter is ${status} after ${decisions} decisions`),
  ],
};

/** An event with a lost message. */
export const sweep: Scenario = {
  name: 'sweep',
  prepare: async (world) => {
    const submissionId = await submitted(world);
    await world.streamOnce();
    world.queue.length = 0;
    world.advance(61_000);
    return submissionId;
  },
  act: async (world) => {
    await world.sweep();
    await world.pump();
  },
  judge: (items) => countWrong(items, 'case', 1),
};

/** A submission whose case exists and has changed since; sync reuses it unchanged, as after a restore of the table. */
const requestWithCase: Scenario = {
  name: 'request whose case exists',
  prepare: async (world) => {
    const caseId = caseIdOf(await submitted(world));
    await world.streamOnce();
    const [message] = world.queue;
    const [event] = ofEntity(await world.items(), 'event');
    await world.pump();
    await world.request({
      method: 'PATCH',
      resource: '/operational/cases/{operation_case_id}',
      params: { operation_case_id: caseId },
      body: { assignee: 'Olga', change_reason: 'takes it' },
    });
    const [object] = ofEntity(await world.items(), 'business_object');
    if (message === undefined || event === undefined || object === undefined) throw new Error('nothing to restore');
    await world.put(event);
    await world.remove(object);
    await world.pump();
    world.queue.push({ ...message, deliveries: 0 });
    return caseId;
  },
  act: async (world) => void (await world.pump()),
  judge: (items) => changedTo(items, 'open', 2),
};

/** One operator redrives without a retry; another dismisses the letters that are still parked. */
const redriveAgainstDismissal: Scenario = {
  name: 'redrive against dismissal',
  prepare: async (world) => {
    const answer = await world.request(post);
    await world.streamOnce();
    await failForGood(world);
    await world.pump();
    return String(answer?.body['event_id']).replace('EVT-', 'DL-');
  },
  act: async (world, letterId) => {
    await world.request(redriveOf(letterId));
    const resource = '/integration/dead-letters/{dead_letter_id}/dismiss';
    await world.request({ ...redriveOf(letterId), resource });
    await world.pump();
  },
  judge: () => [],
  givesUp: true,
};

/** Two letters that are dismissed as a set, by a client that repeats its call until none of them has failed. */
const dismissalOfSet: Scenario = {
  name: 'dismissal of a set',
  prepare: async (world) => {
    for (let index = 0; index < 2; index += 1) {
      await submitted(world);
      await world.streamOnce();
      await failForGood(world);
      await world.pump();
    }
    return '';
  },
  act: async (world, _, client) => {
    let failed: boolean;
    do {
      const { outcomes } = await client({
        method: 'POST',
        resource: '/integration/dead-letters/dismiss',
        body: { filter: { status: 'parked' }, reason: 'a test' },
      });
      failed = (outcomes as readonly Item[]).some(({ outcome }) => outcome === 'failed');
    } while (failed);
    await world.pump();
  },
  judge: (items) =>
    ofEntity(items, 'dead_letter')
      .filter((item) => item['status'] !== 'dismissed' || (item['decisions'] as readonly unknown[]).length !== 1)
      .map((item) => `a letter of the set is ${item['status']}`),
  givesUp: true,
};

/** A client without a key cannot retry: its one request has at most one effect. */
const withoutKey: Scenario = {
  name: 'submission without a key',
  prepare: async () => '',
  act: async (world) => {
    await world.request(post);
    await world.pump();
  },
  judge: () => [],
};

export const scenarios: readonly Scenario[] = [
  submission,
  submissionWithDocument,
  withoutKey,
  statusChange,
  overtakenChange,
  changeAgainstRejection,
  requestWithCase,
  redrive,
  redriveAgainstDismissal,
  dismissalOfSet,
  sweep,
];
