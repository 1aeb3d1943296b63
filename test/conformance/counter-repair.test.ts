// Counters stay exact: whatever breaks off between the count of a batch and its rows, the next run of the repair, which is
// each minute, makes them equal the rows. Nobody has to do anything for it.
import { encodeTime } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIn } from '../../functions/dashboard/close-batches.ts';
import { projectRecords } from '../../functions/dashboard/project-records.ts';
import { repairCounters } from '../../functions/dashboard/repair-counters.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { batchGraceMs } from '../../shared/core/dashboard/open-batch.ts';
import { counterStore } from '../../shared/table/dashboard/counter-store.ts';
import { openBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { type HubTable, hubTable, type Item } from '../../shared/table/engine/hub-table.ts';
import { metered } from '../support/capacity.ts';
import { counterWrongs } from '../support/invariants-counters.ts';
import { seeded } from '../support/seeded.ts';
import { startTestTable, type TestTable, testTableName } from '../support/table.ts';

const shards = 4;
const minuteMs = 60_000;
const newId = ulidSource();
let test: TestTable;
let nowMs = Date.parse('2026-03-01T08:10:00.000Z');
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

/** A projector of its own, as one environment of the function is. */
const environment = (table: HubTable = test.table) => ({
  projections,
  records: recordStore(table, shards),
  batches: openBatchStore(table, shards, () => nowMs, newId),
});

/** @returns what the run waited for */
async function repair(deps: ReturnType<typeof environment> = environment()) {
  let waitedMs = 0;
  const pause = async (ms: number): Promise<void> => {
    waitedMs += ms;
    nowMs += ms;
  };
  const result = await repairCounters({ ...deps, nowMs: () => nowMs, pause });
  return { ...result, waitedMs };
}

let made = 0;
const submissionAt = (index: number): string => `SUB-${encodeTime(1)}${String(index).padStart(16, '0')}`;
const submission = (id: string): Item => ({
  entity: 'submission',
  pk: `INTAKE#${id}`,
  request_description: '',
  created_at: new Date(nowMs).toISOString(),
});
const caseOf = (id: string, version: number): Item => ({
  entity: 'case',
  submission_id: id,
  version,
  processing_status: ['open', 'in_progress', 'completed'][version - 1],
  created_at: '2026-03-01T08:00:00.000Z',
  closed_at: '2026-03-01T07:30:00.000Z',
});
const newSubmissions = (count: number): readonly string[] =>
  Array.from({ length: count }, () => {
    made += 1;
    return submissionAt(made);
  });
const changed = (items: readonly Item[]) => items.map((item, index) => ({ sequenceNumber: String(index), item }));
const wrongs = async () => counterWrongs(await test.items());
const openBatches = async () => openIn(await environment().batches.counters()).length;

/** A projector that dies at its nth write of a row. */
function dyingAt(nth: number) {
  const deps = environment();
  let rows = 0;
  const advance: typeof deps.records.advance = async (...args) => {
    rows += 1;
    if (rows >= nth) throw new Error('killed');
    return deps.records.advance(...args);
  };
  return { ...deps, records: { ...deps.records, advance } };
}

describe('counters after a crash of the projector', () => {
  it('are repaired within a minute, without an operator and without the records that were lost', async () => {
    await projectRecords(changed(newSubmissions(5).map(submission)), dyingAt(3));
    expect(await wrongs()).not.toEqual([]);

    nowMs += minuteMs;
    expect(await repair()).toMatchObject({
      closed: 1,
      corrected: { submissions: -3, '2026-03-01T08 submissions': -3 },
      waitedMs: 0,
    });

    expect(await wrongs()).toEqual([]);
  });

  it('are repaired by the first run behind it, even when the crash was a second ago', async () => {
    await projectRecords(changed(newSubmissions(5).map(submission)), dyingAt(1));
    nowMs += 1000;

    expect(await repair()).toMatchObject({ closed: 1, waitedMs: batchGraceMs - 1000 });

    expect(await wrongs()).toEqual([]);
  });

  it.each(['before', 'after'] as const)('are right when the records come again %s the repair', async (when) => {
    const items = changed(newSubmissions(4).map(submission));
    await projectRecords(items, dyingAt(2));
    const before = await environmentCounts();

    if (when === 'after') await repair();
    await projectRecords(items, environment());
    if (when === 'before') await repair();

    expect(await wrongs()).toEqual([]);
    expect((await environmentCounts())['submissions']).toBe(before['submissions']);
  });

  it('are right when the batch is halved on its way back', async () => {
    const items = changed(newSubmissions(6).map(submission));
    await projectRecords(items, dyingAt(4));

    await projectRecords(items.slice(0, 3), environment());
    await projectRecords(items.slice(3), dyingAt(2));
    await repair();
    await projectRecords(items.slice(3), environment());

    expect(await wrongs()).toEqual([]);
  });

  it('are right when the next change of a row comes before the repair', async () => {
    const [id = ''] = newSubmissions(1);
    const dying = dyingAt(2);
    await projectRecords(changed([submission(id), caseOf(id, 1)]), environment());
    await projectRecords(changed([...newSubmissions(1).map(submission), caseOf(id, 2)]), {
      ...dying,
      records: { ...dying.records, advance: environment().records.advance },
      batches: { ...dying.batches, written: () => undefined },
    });

    await projectRecords(changed([caseOf(id, 3)]), environment());
    expect(await wrongs()).toEqual([]);
    expect(await repair()).toMatchObject({ corrected: {} });

    expect(await wrongs()).toEqual([]);
  });
});

const environmentCounts = () => counterStore(test.table, shards).totals();

describe('a write that arrives after the repair', () => {
  it('of a row is refused, and the row is counted when its record comes again', async () => {
    const [id = ''] = newSubmissions(1);
    const deps = environment();
    const late: (() => Promise<unknown>)[] = [];
    const advance: typeof deps.records.advance = async (...args) => {
      late.push(() => deps.records.advance(...args));
      throw new Error('no answer in time');
    };
    await projectRecords(changed([submission(id)]), { ...deps, records: { ...deps.records, advance } });
    await repair();

    expect(await late[0]?.()).toEqual({ kind: 'shut' });
    expect(await wrongs()).toEqual([]);

    await projectRecords(changed([submission(id)]), environment());
    expect(await wrongs()).toEqual([]);
    expect(await deps.records.get(id)).toMatchObject({ sections: { submission: { v: 1 } } });
  });

  it('of a count is taken back by the next one', async () => {
    const claims = [{ counts: { submissions: 1 }, rows: newSubmissions(1) }];
    await environment().batches.open(claims);
    expect(await wrongs()).not.toEqual([]);

    await repair();

    expect(await wrongs()).toEqual([]);
  });
});

describe('repairs', () => {
  it('that run at once correct once', async () => {
    await projectRecords(changed(newSubmissions(9).map(submission)), dyingAt(5));

    const runs = await Promise.all(Array.from({ length: 4 }, () => repair()));

    expect(runs.filter(({ corrected }) => corrected['submissions'] !== undefined)).toHaveLength(1);
    expect(await wrongs()).toEqual([]);
  });

  it('leave a projector at work to its rows: its batch gives up those it has not written', async () => {
    const ids = newSubmissions(3);
    const deps = environment();
    const advance: typeof deps.records.advance = async (...args) => {
      if (args[0] === ids[0]) await repair();
      return deps.records.advance(...args);
    };

    const { failedSequenceNumbers } = await projectRecords(changed(ids.map(submission)), {
      ...deps,
      records: { ...deps.records, advance },
    });

    expect(failedSequenceNumbers).toContain('0');
    expect(await wrongs()).toEqual([]);
    await projectRecords(changed(ids.map(submission)), environment());
    expect(await wrongs()).toEqual([]);
  });

  it('move hours that are over to items of their own, once, and change no count', async () => {
    await projectRecords(changed(newSubmissions(2).map(submission)), environment());
    nowMs += 61 * minuteMs;
    const store = counterStore(test.table, shards);
    const before = await store.all();

    await Promise.all([repair(), repair()]);
    await repair();

    expect(await store.all()).toEqual(before);
    expect(await wrongs()).toEqual([]);
    const counters = (await test.items()).filter((item) => item['entity'] === 'counter');
    expect(counters.flatMap(Object.keys).filter((name) => name.startsWith('2026-'))).toEqual([]);
    expect(await store.hours('2026-03-01T08', '2026-03-01T08')).toMatchObject({ '2026-03-01T08': expect.anything() });
  });

  it('cost one read when there is nothing to repair', async () => {
    await repair();
    const client = test.newDocuments();
    const cost = metered(client);

    expect(await repair(environment(hubTable(client, testTableName)))).toMatchObject({ closed: 0, corrected: {} });

    expect(cost).toMatchObject({ calls: 1, writeUnits: 0 });
  });
});

describe('batches', () => {
  it('of one environment close each other, so that at most the last one is open', async () => {
    await repair();
    const deps = environment();

    for (const id of newSubmissions(10)) await projectRecords(changed([submission(id)]), deps);

    expect(await openBatches()).toBe(1);
    expect(await wrongs()).toEqual([]);
  });

  it('of several environments that write the same rows at once are counted once', async () => {
    const chance = seeded(20260301);
    const ids = newSubmissions(12);
    const history = ids.flatMap((id) => [submission(id), caseOf(id, 1), caseOf(id, 2), caseOf(id, 3)]);
    const some = () => changed(history.filter(() => chance.next() < 0.4));
    const environments = Array.from({ length: 4 }, () => environment());

    for (let round = 0; round < 8; round += 1) {
      await Promise.all(
        environments.map((deps) =>
          projectRecords(some(), round % 3 === 2 ? dyingAt(1 + Math.floor(chance.next() * 6)) : deps),
        ),
      );
      if (round % 2 === 1) await repair();
    }
    await projectRecords(changed(history), environment());
    await repair();

    expect(await wrongs()).toEqual([]);
    expect(
      (await test.items()).filter((item) => item['entity'] === 'record' && ids.includes(String(item['sk']))),
    ).toEqual(ids.map(() => expect.objectContaining({ operation_case: expect.objectContaining({ v: 3 }) })));
  });
});
