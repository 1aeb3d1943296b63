// Counts the read model rows anew and replaces the counters: what a crash of the projector left out is put right.
import { countChanges } from '../../shared/core/lifecycle-sections.ts';
import type { CounterStore, Counts } from '../../shared/table/counter-store.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface RecountDeps {
  readonly records: Pick<RecordStore, 'shardRows'>;
  readonly counters: Pick<CounterStore, 'replace'>;
  readonly shards: readonly string[];
}

export interface RecountResult {
  readonly rows: number;
  readonly totals: Counts;
}

export async function recount(deps: RecountDeps): Promise<RecountResult> {
  const totals: Record<string, number> = {};
  let rows = 0;
  for (const shard of deps.shards) {
    for await (const row of deps.records.shardRows(shard)) {
      rows += 1;
      for (const [name, by] of Object.entries(countChanges({}, row))) totals[name] = (totals[name] ?? 0) + by;
    }
  }
  await deps.counters.replace(totals as Counts);
  return { rows, totals: totals as Counts };
}
