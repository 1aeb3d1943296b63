// Dashboard counters, spread over shards and added to in batches. A recount replaces what a crash may have left out.
import type { Counts } from '../../core/dashboard/projections.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { shardNames, shardOf } from '../engine/keys.ts';
import { correctionKey, counterKey } from './keys.ts';

export interface CounterStore {
  /** Adds to one shard, chosen by `spreadBy`. */
  add(changes: Counts, spreadBy: string): Promise<void>;
  totals(): Promise<Counts>;
}

/** @param shards Number of counter shards, at least 1. */
export function counterStore(table: HubTable, shards: number): CounterStore {
  return {
    add: async (changes, spreadBy) => {
      const entries = Object.entries(changes).filter(([, change]) => change !== 0);
      if (entries.length === 0) return;
      await table.add(counterKey(shardOf(spreadBy, shards)), 'counter', Object.fromEntries(entries));
    },
    totals: async () => {
      const items = await table.batchGet<Item>([...shardNames(shards).map(counterKey), correctionKey]);
      return sum(items.flatMap((item) => Object.entries(item ?? {})));
    },
  };
}

function sum(entries: readonly [string, unknown][]): Counts {
  const sums: Record<string, number> = {};
  for (const [name, value] of entries) {
    if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}
