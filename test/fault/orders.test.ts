// Orders and repetitions: whatever order a case's events and a row's stream records come in, and however often, the
// result is one. Judged by a digest over objects, and over rows.
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { effects } from '../../functions/sync/effects.ts';
import { handleMessage } from '../../functions/sync/handle-message.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { readMessage } from '../../shared/contracts/read-message.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { type NewEvent, pendingEvent } from '../../shared/table/outbox/outbox.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { digestOf, divergences, rowsOfItems, rowsOfTable } from '../support/convergence.ts';
import { inParallel } from '../support/embedded-hub.ts';
import { newWorld, type World } from '../support/fault-world.ts';
import { lambdaContext } from '../support/http.ts';
import { lifecycle, sampleTraceparent } from '../support/lifecycle.ts';
import { sampleBody } from '../support/sample-body.ts';
import { permutations, seeded } from '../support/seeded.ts';
import { startTestTable, type TestTable, testTableName } from '../support/table.ts';
import { readStream } from '../support/table-stream.ts';
import { sample, whole } from '../support/whole.ts';

let engine: TestTable;
let hub: ReturnType<typeof lifecycle>;
beforeAll(async () => {
  engine = await startTestTable();
  hub = lifecycle(engine.documents);
});
afterAll(() => engine.stop());

const newUlid = ulidSource();

/** What a case may be after each of its versions; only the sync decides here, so any statuses will do. */
const statuses: readonly CaseStatus[] = ['open', 'in_progress', 'open', 'in_progress', 'open', 'completed'];

/** A submission's event and five changes of its case, as messages; all are owed, none is carried out. */
async function sixMessages(): Promise<{ readonly messages: readonly string[]; readonly objectKey: string }> {
  const ulid = newUlid();
  const ids = {
    submission_id: makeId('submission', ulid),
    operation_case_id: makeId('case', ulid),
    request_number: makeId('serviceRequest', ulid),
  };
  const { request_type, priority, assigned_team } = sampleBody;
  const events = statuses.map((new_status, index): EventItem => {
    const created = index === 0;
    const data = created
      ? { ...ids, operation_case_id: undefined, request_type, priority, assigned_team }
      : {
          ...ids,
          request_number: undefined,
          previous_status: 'open',
          new_status,
          changed_by: 'T',
          case_version: index + 1,
        };
    const event: NewEvent = {
      eventId: makeId('event', newUlid()),
      correlationId: makeId('correlation', ulid),
      eventType: created ? 'RequestCreated' : 'OperationalCaseStatusChanged',
      sourceSystem: 'test',
      subject: created ? ids.submission_id : ids.operation_case_id,
      traceparent: sampleTraceparent,
      createdAt: new Date().toISOString(),
      data,
    };
    return pendingEvent(event, 4);
  });
  // Without their places in the indexes, which sync does not read and which are half of the engine's work.
  const puts = events.map(({ list_pk: _, list_sk: __, pending_pk: ___, pending_sk: ____, ...Item }) => ({
    PutRequest: { Item },
  }));
  await engine.documents.send(new BatchWriteCommand({ RequestItems: { [testTableName]: puts } }));
  return {
    messages: events.map((item) => JSON.stringify(toEnvelope(item))),
    objectKey: `CANON#${makeId('businessObject', ulid)}`,
  };
}

/** Delivers in this order; what fails for now comes again behind the others. */
async function deliverAll(messages: readonly string[]): Promise<void> {
  const events = { recordAttempt: async () => undefined };
  const deps = { read: readMessage, effects, sync: hub.sync, events, now: () => new Date(), workerVersion: 'test' };
  const waiting = messages.map((body) => ({ body, attempt: 1 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { body, attempt } = next;
    try {
      await handleMessage({ body, attempt }, deps);
    } catch (error) {
      if (attempt === 5) throw error;
      waiting.push({ body, attempt: attempt + 1 });
    }
  }
}

describe("a case's six events", () => {
  it('in their 720 orders, or each seventh of them, lead to one object', async () => {
    const all = permutations([0, 1, 2, 3, 4, 5]);
    const orders = sample(all, 7);

    const digests = await inParallel(orders.length, 8, async (index) => {
      const { messages, objectKey } = await sixMessages();
      await deliverAll((orders[index] ?? []).map((position) => messages[position] ?? ''));
      const object = await hub.table.get<Item>({ pk: objectKey, sk: 'OBJECT' });
      const { lifecycle_status, case_version, object_type, canonical_category } = object ?? {};
      return digestOf({ lifecycle_status, case_version, object_type, canonical_category });
    });

    const different = new Set(digests).size;
    process.stdout.write(`orders of six events: ${orders.length} of ${all.length} lead to ${different} digest\n`);
    expect(all).toHaveLength(720);
    expect(different).toBe(1);
  });
});

/** Three submissions with their cases worked on, in a world of their own, and all records of its stream. */
async function lived(world: World): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let count = 0; count < 3; count += 1) {
    const answer = await world.request({ method: 'POST', resource: '/intake/submissions', body: sampleBody });
    await world.pump();
    for (const new_status of ['in_progress', 'completed']) {
      await world.request({
        method: 'PATCH',
        resource: '/operational/cases/{operation_case_id}/status',
        params: { operation_case_id: String(answer?.body['submission_id']).replace('SUB-', 'CASE-') },
        body: { new_status, change_reason: 'because' },
      });
      await world.pump();
    }
  }
  vi.useRealTimers();
}

const seeds = whole ? 25 : 8;

describe('stream records', () => {
  it(`repeated and out of order, by ${seeds} seeds, lead to the rows that the items make`, async () => {
    const world = await newWorld(engine);
    try {
      await lived(world);
      const rows = digestOf(rowsOfItems(await world.items()));
      const records = await readStream(engine.endpoint, world.tableName);
      expect(divergences(await world.items())).toEqual([]);

      for (let seed = 1; seed <= seeds; seed += 1) {
        const items = await world.items();
        await Promise.all(items.filter(({ entity }) => entity === 'record').map((row) => world.remove(row)));
        const chance = seeded(seed);
        const twice = chance.shuffled([...records, ...records.filter(() => chance.next() < 0.5)]);
        while (twice.length > 0) {
          const Records = twice.splice(0, 1 + chance.below(12));
          await world.run('projector', (functions) => functions.projector()({ Records } as never, lambdaContext()));
        }

        expect(digestOf(rowsOfTable(await world.items())), `seed ${seed}`).toBe(rows);
      }
      process.stdout.write(
        `repeated and reordered stream records: ${seeds} seeds, ${records.length} records, 1 digest\n`,
      );
    } finally {
      world.end();
    }
  });

  it('given to the relay twice are carried out once', async () => {
    const world = await newWorld(engine);
    try {
      await world.request({ method: 'POST', resource: '/intake/submissions', body: sampleBody });
      await world.streamOnce();
      world.queue.push(...world.queue.map((message) => ({ ...message, id: crypto.randomUUID() })));
      expect(world.queue).toHaveLength(2);

      await world.pump();

      const items = await world.items();
      expect(items.filter(({ entity }) => entity === 'event').map(({ version }) => version)).toEqual([2]);
      expect(divergences(items)).toEqual([]);
    } finally {
      world.end();
    }
  });
});
