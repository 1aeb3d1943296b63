// Closes open batches: takes back the counts of rows that they have not written.
import { correctionOf, rowsOf } from '../../shared/core/dashboard/open-batch.ts';
import type { Counts } from '../../shared/core/dashboard/projections.ts';
import { sumOf } from '../../shared/core/dashboard/row-counts.ts';
import type { FoundBatch, FoundCounter, OpenBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';

export interface CloseBatchesDeps {
  readonly records: Pick<RecordStore, 'writtenBy' | 'shut'>;
  readonly batches: Pick<OpenBatchStore, 'close'>;
}

export const openIn = (counters: readonly FoundCounter[]): readonly FoundBatch[] =>
  counters.flatMap(({ open }) => open);

/** @returns the corrections; a batch at work loses the rows that it has not written, and its records come again */
export async function closeBatches(found: readonly FoundBatch[], deps: CloseBatchesDeps): Promise<Counts> {
  const corrections: Counts[] = [];
  for (const batch of found) {
    const correction = correctionOf(batch, await writtenRows(batch, deps));
    if (await deps.batches.close(batch, correction)) corrections.push(correction);
  }
  return sumOf(corrections);
}

/** A row that is not written yet is shut to the batch first, so that the answer stays true. */
async function writtenRows(batch: FoundBatch, { records }: CloseBatchesDeps): Promise<ReadonlySet<string>> {
  const rows = rowsOf(batch);
  const written = new Set(await records.writtenBy(batch.id, rows));
  for (const row of rows) {
    if (!written.has(row) && !(await records.shut(row, batch.id))) written.add(row);
  }
  return written;
}
