// Writes of one read model row. A row keeps the ids of the batches that have changed its counts (`by`), and of those that
// may not write it any more (`shut_to`); DynamoDB decides which of the two comes first.
import type { Sections } from '../../core/dashboard/record-row.ts';
import { type HubTable, type Item, isNamed, itemBehind } from '../engine/hub-table.ts';
import type { Key } from '../engine/keys.ts';

export type Advanced =
  | { readonly kind: 'written' }
  /** Nothing is written: the row has moved on. */
  | { readonly kind: 'moved'; readonly row: Sections }
  /** Nothing is written, now or later, by this batch. */
  | { readonly kind: 'shut' };

/** The sections of a row, without its batch ids. */
export function sectionsOf(item: Item): Sections {
  const { pk: _, sk: __, entity: ___, by: ____, shut_to: _____, ...sections } = item;
  return sections as Sections;
}

const has = (batchIds: unknown, batchId: string): boolean => batchIds instanceof Set && batchIds.has(batchId);

export const isWrittenBy = (row: Item | undefined, batchId: string): boolean => has(row?.['by'], batchId);

/** @param batchId Batch that counts the changes of this write; none when nothing is counted */
export async function advance(
  table: HubTable,
  key: Key,
  from: Sections,
  to: Sections,
  batchId: string | undefined,
): Promise<Advanced> {
  try {
    await table.update({
      Key: key,
      ...sectionsUpdate(from, to, batchId),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return { kind: 'written' };
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    const row = itemBehind(error) ?? {};
    if (batchId === undefined) return { kind: 'moved', row: sectionsOf(row) };
    // The SDK sends a call again whose answer was lost.
    if (isWrittenBy(row, batchId)) return { kind: 'written' };
    return has(row['shut_to'], batchId) ? { kind: 'shut' } : { kind: 'moved', row: sectionsOf(row) };
  }
}

function sectionsUpdate(from: Sections, to: Sections, batchId: string | undefined) {
  const names = Object.keys(to);
  const known = names.filter((name) => from[name] !== undefined);
  const unchanged = names.map((name) =>
    from[name] === undefined ? `attribute_not_exists(#${name})` : `#${name}.v = :${name}_v`,
  );
  const set = `SET entity = :entity, ${names.map((name) => `#${name} = :${name}`).join(', ')}`;
  const update = {
    UpdateExpression: set,
    ConditionExpression: unchanged.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':entity': 'record',
      ...Object.fromEntries(names.map((name) => [`:${name}`, to[name]])),
      ...Object.fromEntries(known.map((name) => [`:${name}_v`, from[name]?.v])),
    },
  };
  if (batchId === undefined) return update;
  return {
    UpdateExpression: `${set} ADD #by :batch`,
    ConditionExpression: `${update.ConditionExpression} AND NOT contains(shut_to, :batch_id)`,
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#by': 'by' },
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ':batch': new Set([batchId]),
      ':batch_id': batchId,
    },
  };
}

/** @returns false when the batch has written the row already */
export async function shut(table: HubTable, key: Key, batchId: string): Promise<boolean> {
  try {
    await table.update({
      Key: key,
      UpdateExpression: 'SET entity = :entity ADD shut_to :batch',
      ConditionExpression: 'NOT contains(#by, :batch_id)',
      ExpressionAttributeNames: { '#by': 'by' },
      ExpressionAttributeValues: { ':entity': 'record', ':batch': new Set([batchId]), ':batch_id': batchId },
    });
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
