// Number of open items of a desk, apart from its store for functions that only count.
import type { DeskDefinition } from '../../core/desk/desk.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { tableSchema } from '../engine/keys.ts';
import { deskListPartitions } from './keys.ts';

export async function openItems(table: HubTable, desk: Pick<DeskDefinition, 'name' | 'open'>): Promise<number> {
  const counts = await Promise.all(
    deskListPartitions(desk.name, desk.open).map((partition) => countIn(table, partition)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A Query counts at most 1 MB of entries, about 4,000. */
async function countIn(table: HubTable, partition: string, startKey?: Item): Promise<number> {
  const { count, lastKey } = await table.query({
    IndexName: tableSchema.listIndex.name,
    KeyConditionExpression: `${tableSchema.listIndex.partitionKey} = :partition`,
    ExpressionAttributeValues: { ':partition': partition },
    ExclusiveStartKey: startKey,
    Select: 'COUNT',
  });
  return lastKey === undefined ? count : count + (await countIn(table, partition, lastKey));
}
