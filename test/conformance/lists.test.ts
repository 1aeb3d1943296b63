// Lists: newest first over shards, cursors that fit one list only, read models that converge in any order.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildRecords } from '../../functions/dashboard/rebuild-records.ts';
import { recount, recountNow } from '../../functions/dashboard/recount.ts';
import { readPage } from '../../shared/core/paging.ts';
import { cursors } from '../../shared/table/cursor.ts';
import type { Item } from '../../shared/table/hub-table.ts';
import { shardNames } from '../../shared/table/keys.ts';
import { recordSource } from '../../shared/table/record-source.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let hub: ReturnType<typeof lifecycle>;
const submitted: string[] = [];
let nowMs = 1_800_000_000_000;

const source = (items: readonly Item[]) =>
  items.filter((item) => !['record', 'counter', 'secret'].includes(String(item['entity'])));

beforeAll(async () => {
  test = await startTestTable();
  hub = lifecycle(test.documents);
  for (let index = 0; index < 31; index += 1) {
    const { submission_id } = await hub.submit();
    submitted.unshift(submission_id);
    const [message = ''] = await hub.owed(submission_id);
    await hub.deliver(message);
  }
  await hub.changeStatus((submitted[0] ?? '').replace('SUB-', 'CASE-'), 'in_progress');
  await hub.project(source(await test.items()));
});
afterAll(() => test.stop());

describe('a list', () => {
  it('has every record once, newest first, over all its pages', async () => {
    const codec = cursors(test.table, () => nowMs);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await readPage('records', { limit: 7, cursor }, codec, (limit, after) =>
        hub.records.newestIds(limit, after, 'submission'),
      );
      seen.push(...page.data);
      cursor = page.pagination.next ?? undefined;
    } while (cursor !== undefined);

    expect(seen).toEqual(submitted);
  });

  it('reads events across shards, newest first', async () => {
    const { items } = await hub.events.newest(32);

    const ids = items.map((item) => item.sk);
    expect(ids).toHaveLength(32);
    expect([...ids].sort().reverse()).toEqual(ids);
  });
});

describe('a cursor', () => {
  const page = async (list: string, cursor?: string) =>
    readPage(
      list,
      { limit: 5, cursor },
      cursors(test.table, () => nowMs),
      (limit, after) => hub.records.newestIds(limit, after, 'submission'),
    );

  it('of another list, or changed by a bit, is refused', async () => {
    const next = (await page('records')).pagination.next ?? '';
    const broken = next.replace(/^./, (letter) => (letter === 'W' ? 'X' : 'W'));

    await expect(page('cases', next)).rejects.toMatchObject({ kind: 'validation', code: 'LIST.CURSOR_INVALID' });
    await expect(page('records', broken)).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
    await expect(page('records', 'nonsense')).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
  });

  it('that is older than a day is gone', async () => {
    const next = (await page('records')).pagination.next ?? '';
    nowMs += 25 * 3600 * 1000;

    await expect(page('records', next)).rejects.toMatchObject({ kind: 'gone', code: 'LIST.CURSOR_EXPIRED' });
  });
});

describe('the read model', () => {
  it('shows one record with all its sections', async () => {
    const record = await hub.records.get(submitted[0] ?? '');

    expect(record).toMatchObject({
      submission: { submission_id: submitted[0], requester_name: 'Alex Example' },
      service_request: { lifecycle_status: 'submitted' },
      event: { event_status: 'completed' },
      operation_case: { processing_status: 'in_progress', version: 2 },
      business_object: { lifecycle_status: 'active', case_version: 1 },
    });
  });

  it('counts each record once, and a record that comes twice not again', async () => {
    const before = await hub.counters.totals();

    await hub.project(source(await test.items()));

    expect(before).toMatchObject({ submissions: 31, case_open: 30, case_in_progress: 1 });
    expect(await hub.counters.totals()).toEqual(before);
  });

  it('ends the same whatever order its records come in and however often', async () => {
    const { submission_id } = await hub.submit();
    const images: Item[] = [];
    const seen = async () => {
      const own = (await test.items()).filter((item) => JSON.stringify(item).includes(submission_id.slice(4)));
      for (const item of source(own))
        if (!images.some((known) => JSON.stringify(known) === JSON.stringify(item))) images.push(item);
    };
    await seen();
    const [message = ''] = await hub.owed(submission_id);
    await hub.deliver(message);
    await seen();
    await hub.changeStatus(submission_id.replace('SUB-', 'CASE-'), 'rejected');
    await seen();
    await hub.project(images);
    const expected = await hub.records.get(submission_id);

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(images, { minLength: images.length }),
        fc.subarray(images),
        async (order, again) => {
          const row = (await test.items()).find((item) => item['sk'] === submission_id && item['entity'] === 'record');
          if (row !== undefined) await hub.table.put({ pk: row['pk'], sk: row['sk'], entity: 'record' });
          for (const item of [...order, ...again]) await hub.project([item]);
          expect(await hub.records.get(submission_id)).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is rebuilt from the boundaries when the projector lost a row, and left alone where it is right', async () => {
    const lost = submitted[3] ?? '';
    const row = (await test.items()).find((item) => item['sk'] === lost && item['entity'] === 'record') ?? {};
    const expected = await hub.records.get(lost);
    await hub.table.put({ pk: row['pk'], sk: row['sk'], entity: 'record' });
    expect(await hub.records.get(lost)).toBeUndefined();

    const result = await rebuildRecords(undefined, {
      events: hub.events,
      source: recordSource(hub.table),
      records: hub.records,
      nowMs: Date.now,
    });

    expect(result).toEqual({ records: 32, repaired: 1, next: null });
    expect(await hub.records.get(lost)).toEqual(expected);
  });

  it('is rebuilt in several runs when time runs out', async () => {
    const deps = { events: hub.events, source: recordSource(hub.table), records: hub.records };
    let nowMs = 0;
    const impatient = { ...deps, nowMs: () => (nowMs += 5000) };
    const events = { newest: (limit: number, after?: string) => hub.events.newest(Math.min(limit, 10), after) };

    const first = await rebuildRecords(undefined, { ...impatient, events });
    const second = await rebuildRecords(first.next ?? undefined, { ...deps, events, nowMs: Date.now });

    expect(first.next).not.toBeNull();
    expect(second.next).toBeNull();
    expect(first.records + second.records).toBe(32);
  });

  it('has its counters put right by a recount, which says by how much they were off', async () => {
    const deps = { records: hub.records, counters: hub.counters, shards: shardNames(4) };
    await recount(deps);
    await hub.counters.add({ submissions: 1000, case_open: -5 }, 'drift');

    const { rows, totals, corrected } = await recountNow(deps);

    expect(rows).toBe(32);
    expect(totals).toMatchObject({ submissions: 32 });
    expect(corrected).toEqual({ submissions: -1000, case_open: 5 });
    expect(await hub.counters.totals()).toMatchObject(totals);
  });

  it('is not recounted while records come in: the counters stay as they were', async () => {
    const before = await hub.counters.totals();
    const busy = {
      totals: hub.counters.totals,
      add: hub.counters.add,
    };
    const records = {
      shardRows: async function* (shard: string) {
        await hub.counters.add({ submissions: 1 }, shard);
        yield* hub.records.shardRows(shard);
      },
    };

    await expect(recountNow({ records, counters: busy, shards: shardNames(1) })).rejects.toMatchObject({
      code: 'COUNTERS.BUSY',
    });

    expect((await hub.counters.totals()).submissions).toBe((before.submissions ?? 0) + 5);
  });
});
