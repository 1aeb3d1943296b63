// Lists: newest first over shards, cursors that fit one list only, read models that converge in any order.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { listRecords } from '../../functions/dashboard/read-dashboard.ts';
import { rebuildRecords } from '../../functions/dashboard/rebuild-records.ts';
import { recount } from '../../functions/dashboard/recount.ts';
import { dashboardRoutes } from '../../functions/dashboard/routes.ts';
import type { RecordListQuery } from '../../shared/contracts/dashboard.ts';
import { toRecord } from '../../shared/core/dashboard/record-row.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { recordSource } from '../../shared/table/dashboard/record-source.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { addDrift } from '../support/drift.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

let test: TestTable;
let hub: ReturnType<typeof lifecycle>;
const submitted: string[] = [];
let nowMs = 1_800_000_000_000;

const source = (items: readonly Item[]) =>
  items.filter((item) => !['record', 'counter', 'activity', 'secret'].includes(String(item['entity'])));

const records = (query: RecordListQuery) =>
  listRecords(
    query,
    { unmasked: true },
    {
      ...hub,
      cursors: cursors(test.table, () => nowMs),
      catalogue: async () => builtInCatalogue,
      now: () => new Date(),
      overview: async () => Promise.reject(new Error('not asked for')),
    },
  );
const recordOf = async (submissionId: string) =>
  toRecord(await hub.records.get(submissionId), new Date().toISOString());

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
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await records({ limit: 7, cursor });
      seen.push(...page.data.map(({ submission }) => submission.submission_id));
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
  const next = async (query: Partial<RecordListQuery> = {}) =>
    (await records({ limit: 5, ...query })).pagination.next ?? '';

  it('of the same list with other filters, another order or another name is refused', async () => {
    const cursor = await next({ status: ['open', 'received'] });

    await expect(records({ limit: 9, status: ['open', 'received'], cursor })).resolves.toMatchObject({
      pagination: { limit: 9 },
    });
    for (const other of [
      {},
      { status: ['open'] as const },
      { status: ['open', 'received'] as const, sort: 'created_at' as const },
    ]) {
      await expect(records({ limit: 5, ...other, cursor })).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
    }
    await expect(cursors(test.table, () => nowMs).decode('cases', await next())).rejects.toMatchObject({
      kind: 'malformed',
      code: 'LIST.CURSOR_INVALID',
    });
  });

  it('that is not exactly the text it was given out as is refused', async () => {
    const cursor = await next();
    const [body = '', signature = ''] = cursor.split('.');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 22 characters hold 132 bits, a signature has 128: the last character has unused bits that a lenient reader ignores.
    const twin = alphabet[alphabet.indexOf(signature.at(-1) ?? 'A') ^ 1] ?? '';
    const altered = [
      cursor.replace(/^./, (letter) => (letter === 'W' ? 'X' : 'W')),
      `${body}.${signature.slice(0, -1)}${twin}`,
      `${cursor}=`,
      `${cursor}.`,
      ` ${cursor}`,
      `${body}\n.${signature}`,
      body,
      `.${signature}`,
      'nonsense',
    ];

    await expect(records({ limit: 5, cursor })).resolves.toBeDefined();
    for (const other of altered) {
      await expect(records({ limit: 5, cursor: other }), other).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
    }
  });

  it('that is older than a day is gone', async () => {
    const cursor = await next();
    nowMs += 25 * 3600 * 1000;

    await expect(records({ limit: 5, cursor })).rejects.toMatchObject({ kind: 'gone', code: 'LIST.CURSOR_EXPIRED' });
  });
});

describe('the read model', () => {
  it('shows one record with all its sections', async () => {
    const record = await recordOf(submitted[0] ?? '');

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
    expect(await recordOf(lost)).toBeUndefined();

    const result = await rebuildRecords(undefined, {
      projections: hub.projections,
      events: hub.events,
      source: recordSource(hub.table, hub.projections),
      records: hub.records,
      batches: hub.batches,
      nowMs: Date.now,
    });

    expect(result).toEqual({ records: 32, repaired: 1, next: null });
    expect(await hub.records.get(lost)).toEqual(expected);
  });

  it('is rebuilt in several runs when time runs out', async () => {
    const deps = {
      projections: hub.projections,
      events: hub.events,
      source: recordSource(hub.table, hub.projections),
      records: hub.records,
      batches: hub.batches,
    };
    let nowMs = 0;
    const impatient = { ...deps, nowMs: () => (nowMs += 5000) };
    const events = { newest: (limit: number, after?: string) => hub.events.newest(Math.min(limit, 10), after) };

    const first = await rebuildRecords(undefined, { ...impatient, events });
    const second = await rebuildRecords(first.next ?? undefined, { ...deps, events, nowMs: Date.now });

    expect(first.next).not.toBeNull();
    expect(second.next).toBeNull();
    expect(first.records + second.records).toBe(32);
  });

  it('is not rebuilt from behind nothing: an empty position is refused, none begins at the newest', () => {
    const query = dashboardRoutes.find(({ path }) => path === '/jobs/rebuild')?.query as $ZodType;

    expect(safeParse(query, { after: '' }).success).toBe(false);
    expect(safeParse(query, {}).success).toBe(true);
  });

  it('has its counters put right by a recount, which says by how much they were off', async () => {
    const deps = hub;
    await recount(deps);
    const counts = await hub.counters.all();
    await addDrift(hub.table, {
      submissions: 1000,
      case_open: -5,
      '2001-01-01T00 completed': 3,
      '2001-01-01T01 rejected': 1,
    });

    const { rows, totals, corrected, corrected_hours } = await recount(deps);

    expect(rows).toBe(32);
    expect(totals).toMatchObject({ submissions: 32 });
    expect(corrected).toEqual({ submissions: -1000, case_open: 5 });
    expect(corrected_hours).toBe(2);
    expect(await hub.counters.totals()).toEqual(totals);
    expect(await hub.counters.all()).toEqual(counts);
  });
});
