// Recounts that meet: one at a time, one that was halted changes nothing any more, and one that died stands in nobody's way.
import { encodeTime } from 'ulid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { projectRecords } from '../../functions/dashboard/project-records.ts';
import { type RecountDeps, recount } from '../../functions/dashboard/recount.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { counterStore } from '../../shared/table/dashboard/counter-store.ts';
import { recountMarkKey } from '../../shared/table/dashboard/keys.ts';
import { openBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { recountLeaseMs, recountStore } from '../../shared/table/dashboard/recount-store.ts';
import type { HubTable } from '../../shared/table/engine/hub-table.ts';
import { addDrift } from '../support/drift.ts';
import { lambdaContext, recordingTools } from '../support/http.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

const rows = 10;
const atWork = { kind: 'transient', code: 'COUNTERS.RECOUNTING' };

let test: TestTable;
let nowMs = Date.parse('2026-03-01T08:00:00.000Z');
let deps: ReturnType<typeof depsOf>;

const depsOf = (table: HubTable) => ({
  projections,
  records: recordStore(table, 4),
  counters: counterStore(table, 4),
  batches: openBatchStore(table, 4, () => nowMs, ulidSource()),
  recounts: recountStore(table, () => new Date(nowMs), ulidSource()),
});

beforeAll(async () => {
  test = await startTestTable();
  deps = depsOf(test.table);
  const submissions = Array.from({ length: rows }, (_, index) => ({
    sequenceNumber: String(index),
    item: {
      entity: 'submission',
      pk: `INTAKE#SUB-${encodeTime(nowMs)}${String(index).padStart(16, '0')}`,
      request_description: '',
      created_at: '2026-03-01T08:00:00.000Z',
    },
  }));
  await projectRecords(submissions, deps);
});
afterAll(() => test.stop());

beforeEach(async () => {
  nowMs += 2 * recountLeaseMs;
  await recount(deps);
  await addDrift(test.table, drift);
});

const drift = { submissions: -4, '2026-03-01T08 submissions': -4 };

const counted = async () => ({
  totals: (await deps.counters.totals())['submissions'],
  hours: await deps.counters.hours('2026-03-01T08', '2026-03-01T08'),
});
const right = { totals: rows, hours: { '2026-03-01T08': expect.objectContaining({ submissions: rows }) } };

/** A recount that has counted all rows and is halted there until it is let go. */
async function halted() {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const partitionRows: RecountDeps['records']['partitionRows'] = async function* (partition) {
    yield* deps.records.partitionRows(partition);
    arrive();
    await gate;
  };
  const outcome = recount({ ...deps, records: { ...deps.records, partitionRows } }).catch((error: unknown) => error);
  await arrived;
  return { letGo, outcome };
}

describe('a recount', () => {
  it('is refused while another is at work, which corrects once', async () => {
    const first = await halted();

    await expect(recount(deps)).rejects.toMatchObject(atWork);
    first.letGo();

    expect(await first.outcome).toMatchObject({ corrected: { submissions: 4 }, corrected_hours: 1 });
    expect(await counted()).toEqual(right);
  });

  it('corrects once however many begin at the same moment', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => recount(deps)));

    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(atWork);
    }
    expect(await counted()).toEqual(right);
  });

  it('that was halted for too long corrects nothing: another has done it', async () => {
    const first = await halted();
    nowMs += recountLeaseMs + 1;

    expect(await recount(deps)).toMatchObject({ corrected: { submissions: 4 } });
    // The counters are what the halted one saw before, so only the mark can tell it.
    await addDrift(test.table, drift);
    first.letGo();

    expect(await first.outcome).toMatchObject(atWork);
    expect((await counted()).totals).toBe(rows - 4);
  });

  it('that was halted takes no mark away from the one behind it', async () => {
    const first = await halted();
    nowMs += recountLeaseMs + 1;
    const second = await halted();
    first.letGo();

    expect(await first.outcome).toMatchObject(atWork);
    await expect(recount(deps)).rejects.toMatchObject(atWork);
    second.letGo();
    expect(await second.outcome).toMatchObject({ corrected: { submissions: 4 } });
    expect(await counted()).toEqual(right);
  });

  it('that died stands in the way until its mark expires, and no longer', async () => {
    await deps.recounts.take();

    await expect(recount(deps)).rejects.toMatchObject(atWork);
    nowMs += recountLeaseMs;
    await expect(recount(deps)).rejects.toMatchObject(atWork);
    nowMs += 1;

    expect(await recount(deps)).toMatchObject({ corrected: { submissions: 4 } });
    expect(await counted()).toEqual(right);
  });

  it('gives the mark back, also when it fails', async () => {
    const partitionRows: RecountDeps['records']['partitionRows'] = async function* (partition) {
      yield* deps.records.partitionRows(partition);
      throw new Error('no more rows');
    };

    await expect(recount({ ...deps, records: { ...deps.records, partitionRows } })).rejects.toThrow('no more rows');
    expect(await test.table.get(recountMarkKey)).toEqual({ ...recountMarkKey, entity: 'recount' });
    await recount(deps);

    expect(await counted()).toEqual(right);
  });

  it('corrects more hours than one transaction takes', async () => {
    const wrong = Array.from({ length: 250 }, (_, index) => [
      `${new Date(Date.UTC(2001, 0, 1, index)).toISOString().slice(0, 13)} completed`,
      1,
    ]);
    await addDrift(test.table, Object.fromEntries(wrong));

    expect(await recount(deps)).toMatchObject({ corrected_hours: 251 });

    expect(await recount(deps)).toMatchObject({ corrected: {}, corrected_hours: 0 });
    expect(await counted()).toEqual(right);
  });

  it('fails the run of the schedule when records keep coming in, so that the alarm sees it', async () => {
    const partitionRows: RecountDeps['records']['partitionRows'] = async function* (partition) {
      await addDrift(test.table, { submissions: 1 });
      yield* deps.records.partitionRows(partition);
    };
    const run = schedule(() => recount({ ...deps, records: { ...deps.records, partitionRows } }), recordingTools());

    await expect(run({}, lambdaContext())).rejects.toMatchObject({ kind: 'transient', code: 'COUNTERS.BUSY' });
    // Four shards in each of five rounds, and nothing else.
    expect((await counted()).totals).toBe(rows - 4 + 20);
  });
});
