// Writes rows of the read models and counts them, exactly once whatever breaks off: the batch is counted first, with what it
// counts for which row; then each row is written and keeps the batch's id. What is left open is repaired by close-batches.ts.
import { claimsOf } from '../../shared/core/dashboard/open-batch.ts';
import type { Counts, Projections } from '../../shared/core/dashboard/projections.ts';
import { newerThan, type Sections } from '../../shared/core/dashboard/record-row.ts';
import { countsOf, difference } from '../../shared/core/dashboard/row-counts.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { OpenBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';
import { isRefused, isTransient, type Patience, patiently, type Task } from './patient-work.ts';

export interface WriteRowsDeps {
  readonly projections: Projections;
  readonly records: Pick<RecordStore, 'many' | 'advance'>;
  readonly batches: Pick<OpenBatchStore, 'open' | 'written'>;
}

export interface WrittenRows {
  /** Rows that were behind. */
  readonly changed: number;
  /** Why a row is not written, by submission. */
  readonly errors: ReadonlyMap<string, unknown>;
}

interface Change {
  readonly row: string;
  readonly from: Sections;
  readonly to: Sections;
  readonly counts: Counts;
}

/**
 * @param wanted The newest sections of each row; what a row is past already is not written.
 * @throws what the table answered when nothing is written
 */
export async function writeRows(
  wanted: ReadonlyMap<string, Sections>,
  deps: WriteRowsDeps,
  patience: Patience,
): Promise<WrittenRows> {
  const changes = await once(() => changesOf(wanted, deps), isTransient, patience);
  const claims = claimsOf(changes);
  // A count whose answer was lost may have been made: only one that was refused for certain is repeated.
  const batchId = claims.length === 0 ? undefined : await once(() => deps.batches.open(claims), isRefused, patience);
  const errors = await patiently(
    changes.map((change) => writing(change, batchId, deps)),
    patience,
  );
  if (batchId !== undefined && errors.every((error) => error === undefined)) deps.batches.written(batchId);
  const failed = changes.flatMap(({ row }, index) =>
    errors[index] === undefined ? [] : [[row, errors[index]] as const],
  );
  return { changed: changes.length, errors: new Map(failed) };
}

async function once<T>(work: () => Promise<T>, mayRepeat: Task['mayRepeat'], patience: Patience): Promise<T> {
  const results: T[] = [];
  const [error] = await patiently([{ work: async () => void results.push(await work()), mayRepeat }], patience);
  const [result] = results;
  if (result === undefined) throw error;
  return result;
}

async function changesOf(
  wanted: ReadonlyMap<string, Sections>,
  { projections, records }: WriteRowsDeps,
): Promise<readonly Change[]> {
  const rows = await records.many([...wanted.keys()]);
  return [...wanted].flatMap(([row, sections], index) => {
    const from = rows[index]?.sections ?? {};
    const to = newerThan(from, sections);
    return Object.keys(to).length === 0 ? [] : [{ row, from, to, counts: countsOfChange(projections, from, to) }];
  });
}

const countsOfChange = (projections: Projections, from: Sections, to: Sections): Counts =>
  difference(countsOf(projections, { ...from, ...to }), countsOf(projections, from));

/** A write is conditioned on what the row was read with, so it may be repeated after any error that passes. */
const writing = (change: Change, batchId: string | undefined, deps: WriteRowsDeps): Task => ({
  mayRepeat: (error) => isTransient(error) && !isOvertaken(error),
  work: () => write(change, claimedIn(change.counts, batchId), deps),
});

async function write(change: Change, batchId: string | undefined, deps: WriteRowsDeps): Promise<void> {
  const { row, from, to, counts } = change;
  const advanced = await deps.records.advance(row, from, to, batchId);
  if (advanced.kind === 'written') return;
  if (advanced.kind === 'shut') throw overtaken(row);
  // Another batch has written to the row: what this one counted for it has to be right still.
  const left = newerThan(advanced.row, to);
  const off = difference(countsOfChange(deps.projections, advanced.row, left), counts);
  if (Object.keys(off).length > 0) throw overtaken(row);
  if (Object.keys(left).length > 0) await write({ ...change, from: advanced.row, to: left }, batchId, deps);
}

/** A row that counts nothing needs no proof of the batch. */
const claimedIn = (counts: Counts, batchId: string | undefined): string | undefined =>
  Object.keys(counts).length === 0 ? undefined : batchId;

const overtakenCode = 'READ_MODEL.OVERTAKEN';
const isOvertaken = (error: unknown): boolean => error instanceof HubError && error.code === overtakenCode;
const overtaken = (row: string): HubError =>
  new HubError({
    kind: 'transient',
    code: overtakenCode,
    message: `the row of ${row} was written by another batch, or this one took so long that its claim was withdrawn; try again`,
  });
