// Reads overdue cases from the sparse list of open cases, whose size does not grow with closed ones.
import type { HubTable, Item } from '../engine/hub-table.ts';
import { shardNames, tableSchema } from '../engine/keys.ts';
import { duePartition, dueSortKey } from './keys.ts';

export interface OverdueCases {
  readonly count: number;
  /** True when a shard had more cases than were counted; `count` is then a lower bound. */
  readonly isLowerBound: boolean;
  /** The longest overdue first, at most `atMost`. */
  readonly caseIds: readonly string[];
}

export interface DueCaseStore {
  /**
   * Open cases that were due before this instant.
   * @param atMost Maximum number of ids. @default 1000
   */
  overdue(nowIso: string, atMost?: number): Promise<OverdueCases>;
}

/** Maximum number of counted keys per shard. */
const mostPerShard = 1000;

/** @param shards Number of list shards, at least 1. */
export function dueCaseStore(table: HubTable, shards: number): DueCaseStore {
  const { listIndex } = tableSchema;
  const shardKeys = async (shard: string, nowIso: string): Promise<{ keys: readonly string[]; more: boolean }> => {
    const { items, lastKey } = await table.query({
      IndexName: listIndex.name,
      KeyConditionExpression: `${listIndex.partitionKey} = :due AND ${listIndex.sortKey} < :now`,
      // A case that is due at this instant is in time.
      ExpressionAttributeValues: { ':due': duePartition(shard), ':now': dueSortKey(nowIso, '') },
      Limit: mostPerShard,
    });
    return { keys: items.map((item: Item) => String(item[listIndex.sortKey])), more: lastKey !== undefined };
  };
  return {
    overdue: async (nowIso, atMost = 1000) => {
      const found = await Promise.all(shardNames(shards).map((shard) => shardKeys(shard, nowIso)));
      const keys = found.flatMap((shard) => shard.keys).sort();
      return {
        count: keys.length,
        isLowerBound: found.some((shard) => shard.more),
        caseIds: keys.slice(0, atMost).map((key) => key.slice(key.indexOf('#') + 1)),
      };
    },
  };
}
