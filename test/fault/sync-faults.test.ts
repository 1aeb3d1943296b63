// The sync function under every single fault at each of its calls, and under repeated and concurrent deliveries.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultModes, withFaults } from '../support/faults.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let hub: ReturnType<typeof lifecycle>;
const acknowledged: string[] = [];

beforeAll(async () => {
  test = await startTestTable();
  hub = lifecycle(test.documents);
});
afterAll(() => test.stop());

async function submitted(): Promise<{ caseId: string; message: string }> {
  const { submission_id } = await hub.submit();
  acknowledged.push(submission_id);
  const [message] = await hub.owed(submission_id);
  if (message === undefined) throw new Error('a submission without an event');
  return { caseId: submission_id.replace('SUB-', 'CASE-'), message };
}

async function expectAllWell(): Promise<void> {
  const items = await test.items();
  expect(violations(items, acknowledged)).toEqual([]);
  expect(stragglers(items)).toEqual([]);
}

/** How many calls a delivery makes when nothing goes wrong. */
async function countCalls(message: string): Promise<number> {
  const client = test.newDocuments();
  const faults = withFaults(client);
  await lifecycle(client).deliver(message);
  return faults.calls.length;
}

/** Fails each call of a delivery in each way, delivers again, and returns how many calls there were to fail. */
async function faultAtEach(prepare: () => Promise<string>): Promise<number> {
  const points = await countCalls(await prepare());
  let covered = 0;
  for (let n = 1; n <= points; n += 1) {
    for (const mode of faultModes) {
      const message = await prepare();
      const client = test.newDocuments();
      withFaults(client).arm(n, mode);
      await expect(lifecycle(client).deliver(message)).rejects.toThrow();
      // The queue delivers again to a sound function.
      await hub.deliver(message, 2);
      covered += 1;
    }
  }
  return covered / faultModes.length;
}

describe('a sync that dies between any two of its calls', () => {
  it('leaves one case, one object and complete lineage of a request', async () => {
    const points = await faultAtEach(async () => (await submitted()).message);

    expect(points).toBe(1);
    await expectAllWell();
  });

  it('leaves the object at the latest version of its case', async () => {
    const points = await faultAtEach(async () => {
      const { caseId, message } = await submitted();
      await hub.deliver(message);
      await hub.changeStatus(caseId, 'in_progress');
      return (await hub.owed(caseId))[0] ?? '';
    });

    expect(points).toBe(1);
    await expectAllWell();
  });

  it('reuses a case that is there already, at each of the calls that this takes', async () => {
    const points = await faultAtEach(async () => {
      const { caseId, message } = await submitted();
      const { data, correlationid } = JSON.parse(message);
      await hub.table.put(existingCase(caseId, data, correlationid));
      return message;
    });

    expect(points).toBe(2);
    await expectAllWell();
  });

  it('skips a version that came too late, at each of the calls that this takes', async () => {
    const points = await faultAtEach(async () => {
      const { caseId, message } = await submitted();
      await hub.deliver(message);
      await hub.changeStatus(caseId, 'in_progress');
      await hub.changeStatus(caseId, 'completed');
      const [late = '', latest = ''] = await hub.owed(caseId);
      await hub.deliver(latest);
      return late;
    });

    expect(points).toBe(3);
    await expectAllWell();
  });
});

describe('a repeated delivery', () => {
  it('of one message ten times at once has one effect', async () => {
    const { message } = await submitted();

    const results = await Promise.allSettled(Array.from({ length: 10 }, () => hub.deliver(message)));

    const kinds = results.map((result) => (result.status === 'fulfilled' ? result.value.kind : String(result.reason)));
    expect(kinds.filter((kind) => kind === 'synced')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'duplicate')).toHaveLength(9);
    await expectAllWell();
  });

  it('by two sync workers on one event has one effect', async () => {
    const { message } = await submitted();
    const workers = [lifecycle(test.newDocuments()), lifecycle(test.newDocuments())];

    const kinds = await Promise.all(workers.map(async (worker) => (await worker.deliver(message)).kind));

    expect([...kinds].sort()).toEqual(['duplicate', 'synced']);
    await expectAllWell();
  });

  it('costs no write beyond the refused one', async () => {
    const { message } = await submitted();
    await hub.deliver(message);
    const client = test.newDocuments();
    const faults = withFaults(client);

    await lifecycle(client).deliver(message);

    expect(faults.calls).toEqual(['TransactWriteItemsCommand', 'GetItemCommand']);
  });
});

describe('events of one case', () => {
  it('lead to the latest status whatever order they arrive in', async () => {
    const orders = [
      [0, 1],
      [1, 0],
    ];
    for (const order of orders) {
      const { caseId, message } = await submitted();
      await hub.deliver(message);
      await hub.changeStatus(caseId, 'in_progress');
      await hub.changeStatus(caseId, 'completed');
      const messages = await hub.owed(caseId);
      for (const index of order) await hub.deliver(messages[index] ?? '');
    }

    await expectAllWell();
  });

  it('skips a version that came too late and says so in the sync log', async () => {
    const { caseId, message } = await submitted();
    await hub.deliver(message);
    await hub.changeStatus(caseId, 'in_progress');
    await hub.changeStatus(caseId, 'rejected');
    const [first = '', second = ''] = await hub.owed(caseId);
    await hub.deliver(second);

    const late = await hub.deliver(first);

    expect(late).toMatchObject({ kind: 'skipped', message: expect.stringContaining('already has case version 3') });
    await expectAllWell();
  });

  it('are tried again when the object of their case is not there yet', async () => {
    const { caseId, message } = await submitted();
    await hub.deliver(message);
    await hub.changeStatus(caseId, 'in_progress');
    const [change = ''] = await hub.owed(caseId);
    const object = (await test.items()).find((item) => item['pk'] === caseId.replace('CASE-', 'CANON#OBJ-')) ?? {};
    await hub.table.put({ pk: object['pk'], sk: object['sk'], entity: 'missing' });

    await expect(hub.deliver(change)).rejects.toMatchObject({ code: 'SYNC.OBJECT_NOT_THERE_YET', kind: 'transient' });

    await hub.table.put(object);
    await hub.deliver(change, 2);
    await expectAllWell();
  });
});

describe('an event that was never in the outbox', () => {
  it('has no effect and says why', async () => {
    const { message } = await submitted();
    const forged = message.replace(/EVT-[0-9A-Z]{26}/, 'EVT-01JD0000000000000000000000');

    await expect(hub.deliver(forged)).rejects.toMatchObject({ code: 'EVENT.NOT_IN_OUTBOX' });

    await hub.deliver(message);
    await expectAllWell();
  });
});

describe('a message that is not what its outbox event says', () => {
  it('moves no other record, however it names an event that is owed', async () => {
    const victim = await submitted();
    await hub.deliver(victim.message);
    const carrier = await submitted();
    const owed = JSON.parse(carrier.message);
    const forged = {
      ...owed,
      type: 'hub.case.status-changed.v1',
      subject: victim.caseId,
      data: {
        operation_case_id: victim.caseId,
        submission_id: victim.caseId.replace('CASE-', 'SUB-'),
        previous_status: 'open',
        new_status: 'completed',
        changed_by: 'Nobody',
        change_reason: 'forged',
        case_version: 999_999,
      },
    };

    await expect(hub.deliver(JSON.stringify(forged))).rejects.toMatchObject({ code: 'EVENT.NOT_AS_IN_OUTBOX' });

    expect(await hub.sync.objectVersion(victim.caseId.replace('CASE-', 'OBJ-'))).toBe(1);
    await hub.deliver(carrier.message);
    await expectAllWell();
  });

  it('is refused for one changed value, and taken with a member that is newer than this function', async () => {
    const { message } = await submitted();
    const changed = JSON.parse(message);
    changed.data.priority = 'urgent';

    await expect(hub.deliver(JSON.stringify(changed))).rejects.toMatchObject({ code: 'EVENT.NOT_AS_IN_OUTBOX' });

    await hub.deliver(message);
    const newer = await submitted();
    const event = JSON.parse(newer.message);
    await hub.table.update({
      Key: { pk: `INTEG#OUTBOX#${event.correlationid}`, sk: event.id },
      UpdateExpression: 'SET #data.channel = :channel',
      ExpressionAttributeNames: { '#data': 'data' },
      ExpressionAttributeValues: { ':channel': 'new' },
    });
    event.data.channel = 'new';
    expect(await hub.deliver(JSON.stringify(event))).toMatchObject({ kind: 'synced' });
    await expectAllWell();
  });
});

const dueAt = '2026-03-04T12:00:00.000Z';

/** A case as an earlier, interrupted attempt of another kind might have left it. */
const existingCase = (caseId: string, data: Record<string, unknown>, correlationId: string) => ({
  pk: `OPS#${caseId}`,
  sk: 'CASE',
  entity: 'case',
  submission_id: data['submission_id'],
  correlation_id: correlationId,
  external_reference: data['request_number'],
  processing_status: 'open',
  version: 1,
  due_at: dueAt,
  list_pk: 'OPS#DUE#000',
  list_sk: `${dueAt}#${caseId}`,
});

describe('a reused case', () => {
  it('is taken as it is when it exists before its event is processed', async () => {
    const { caseId, message } = await submitted();
    const { data, correlationid } = JSON.parse(message);
    await hub.table.put(existingCase(caseId, data, correlationid));

    const result = await hub.deliver(message);

    expect(result).toMatchObject({
      kind: 'synced',
      message: expect.stringMatching(/^reused case .* created business object/),
    });
    await expectAllWell();
  });
});
