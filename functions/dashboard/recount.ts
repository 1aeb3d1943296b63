// Recounts the read-model rows and corrects totals and hours by the difference: a check of counters that are exact by
// themselves, and the repair after a restore. Counting beside live traffic, or beside another recount, is refused
// rather than done wrong.
import type { Counts, Projections } from '../../shared/core/dashboard/projections.ts';
import { countsOf, difference, hoursIn, sumOf, totalsIn } from '../../shared/core/dashboard/row-counts.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { CounterStore } from '../../shared/table/dashboard/counter-store.ts';
import type { OpenBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';
import type { HeldRecount, RecountStore } from '../../shared/table/dashboard/recount-store.ts';
import { type CloseBatchesDeps, closeBatches, openIn } from './close-batches.ts';

export interface RecountDeps extends CloseBatchesDeps {
  readonly projections: Projections;
  readonly records: Pick<RecordStore, 'partitions' | 'partitionRows'> & CloseBatchesDeps['records'];
  readonly counters: Pick<CounterStore, 'all'>;
  readonly batches: Pick<OpenBatchStore, 'counters' | 'close'>;
  readonly recounts: RecountStore;
}

export interface RecountResult {
  readonly kind: 'recounted';
  readonly rows: number;
  readonly totals: Counts;
  /** Differences of the counters; empty when they agreed. */
  readonly corrected: Counts;
  /** Number of hours of the activity that were corrected. */
  readonly corrected_hours: number;
}

const maxRounds = 5;
const parallelPartitions = 8;

/**
 * @throws HubError transient when records kept coming in while they were counted, or another recount is at work: a run by
 * schedule fails then, so that its alarm tells of counters that stay wrong.
 */
export async function recount(deps: RecountDeps): Promise<RecountResult> {
  const held = await deps.recounts.take();
  if (held === undefined) throw otherAtWork();
  try {
    return await recountWith(held, deps);
  } finally {
    // Corrections stay: a mark that cannot be given back expires.
    await held.release().catch(() => undefined);
  }
}

async function recountWith(held: HeldRecount, deps: RecountDeps): Promise<RecountResult> {
  for (let round = 0; round < maxRounds; round += 1) {
    await closeBatches(openIn(await deps.batches.counters()), deps);
    const before = await deps.counters.all();
    const { rows, counts } = await countRows(deps);
    const after = await deps.counters.all();
    const open = openIn(await deps.batches.counters());
    if (Object.keys(difference(after, before)).length > 0 || open.length > 0) continue;
    const corrected = difference(counts, after);
    if (!(await held.correct(corrected))) throw otherAtWork();
    return {
      kind: 'recounted',
      rows,
      totals: totalsIn(counts),
      corrected: totalsIn(corrected),
      corrected_hours: Object.keys(hoursIn(corrected)).length,
    };
  }
  throw new HubError({
    kind: 'transient',
    code: 'COUNTERS.BUSY',
    message: `records kept coming in while they were counted, ${maxRounds} times; the counters are as they were, try when it is quieter`,
  });
}

const otherAtWork = (): HubError =>
  new HubError({
    kind: 'transient',
    code: 'COUNTERS.RECOUNTING',
    message: 'another recount is at work; should it have died, a new one can begin six minutes after it did',
  });

async function countRows({ projections, records }: RecountDeps) {
  let counts: Counts = {};
  let rows = 0;
  const countPartition = async (partition: string): Promise<void> => {
    const found: Counts[] = [];
    for await (const row of records.partitionRows(partition)) found.push(countsOf(projections, row));
    rows += found.length;
    counts = sumOf([counts, ...found]);
  };
  const { partitions } = records;
  for (let first = 0; first < partitions.length; first += parallelPartitions) {
    await Promise.all(partitions.slice(first, first + parallelPartitions).map(countPartition));
  }
  return { rows, counts };
}
