// Read models of submissions that were edited or withdrawn before anybody picked them up: rows, lists, lineage, rebuild.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRecords } from '../../functions/dashboard/read-dashboard.ts';
import { rebuildRecords } from '../../functions/dashboard/rebuild-records.ts';
import type { RecordListQuery } from '../../shared/contracts/dashboard.ts';
import { lineageOf } from '../../shared/core/canonical/lineage-graph.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { lineageSource } from '../../shared/table/canonical/lineage-source.ts';
import { recordSource } from '../../shared/table/dashboard/record-source.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { submissions } from '../support/submissions.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let hub: ReturnType<typeof lifecycle>;
let intake: ReturnType<typeof submissions>;
/** Every state that an item of the record has been in, as the stream would tell of it. */
const images: Item[] = [];
let id = '';
let events: string[] = [];

const remember = async (): Promise<void> => {
  for (const item of await test.items()) {
    const isOwn = JSON.stringify(item).includes(id.slice('SUB-'.length)) && item['entity'] !== 'record';
    if (isOwn && !images.some((known) => JSON.stringify(known) === JSON.stringify(item))) images.push(item);
  }
};
const row = async () => (await hub.records.get(id))?.sections;
const forget = async (): Promise<void> => {
  const [item] = (await test.items()).filter((found) => found['entity'] === 'record' && found['sk'] === id);
  if (item !== undefined) await hub.table.put({ pk: item['pk'], sk: item['sk'], entity: 'record' });
};

beforeAll(async () => {
  test = await startTestTable();
  hub = lifecycle(test.documents);
  intake = submissions(test.documents);
  const accepted = await hub.submit();
  id = accepted.submission_id;
  await remember();
  await intake.edit(id, { priority: 'high' });
  await remember();
  await intake.edit(id, { priority: 'urgent', requester_name: 'Robin Example' });
  await remember();
  await hub.project(images);
  events = (await hub.events.history(accepted.correlation_id, 10)).items.map(({ sk }) => sk);
});
afterAll(() => test.stop());

describe('the row of an edited submission', () => {
  it('shows what it says now and the event that carries it now', async () => {
    expect(events).toHaveLength(3);
    expect(await row()).toMatchObject({
      submission: { v: 3, priority: 'urgent', requester_name: 'Robin Example' },
      event: { v: 5, event_id: events[2], event_status: 'pending', completed_at: null },
    });
  });

  it('ends the same whatever order its items come in and however often', async () => {
    const expected = await row();

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(images, { minLength: images.length }),
        fc.subarray(images),
        async (order, again) => {
          await forget();
          for (const item of [...order, ...again]) await hub.project([item]);
          expect(await row()).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is rebuilt with its newest event, although it has had several', async () => {
    const expected = await row();
    await forget();

    const result = await rebuildRecords(undefined, {
      projections: hub.projections,
      events: hub.events,
      source: recordSource(hub.table, hub.projections),
      records: hub.records,
      batches: hub.batches,
      nowMs: Date.now,
    });

    expect(result.repaired).toBe(1);
    expect(await row()).toEqual(expected);
  });

  it('has a lineage in which each event replaced the one before', async () => {
    const parts = await lineageSource(hub.table).parts(id.slice('SUB-'.length));
    const steps =
      parts === undefined ? [] : lineageOf(parts).edges.map(({ from, relation, to }) => [from, relation, to]);

    expect(steps).toContainEqual([events[0], 'replaced by', events[1]]);
    expect(steps).toContainEqual([events[1], 'replaced by', events[2]]);
  });
});

it('a withdrawn record is listed as withdrawn, not as received', async () => {
  const { submission_id } = await hub.submit();
  await intake.withdraw(submission_id);
  await hub.project(
    (await test.items()).filter((item) => !['record', 'counter', 'activity'].includes(String(item['entity']))),
  );
  const listed = async (status: RecordListQuery['status']) =>
    (
      await listRecords(
        { limit: 100, status },
        { unmasked: true },
        {
          ...hub,
          cursors: cursors(test.table, Date.now),
          catalogue: async () => builtInCatalogue,
          now: () => new Date(),
          overview: async () => Promise.reject(new Error('not asked for')),
        },
      )
    ).data.map(({ submission, service_request, event }) => [
      submission.submission_id,
      service_request.lifecycle_status,
      event.event_status,
    ]);

  expect(await listed(['withdrawn'])).toEqual([[submission_id, 'withdrawn', 'completed']]);
  expect(await listed(['received'])).toEqual([[id, 'submitted', 'pending']]);
});
