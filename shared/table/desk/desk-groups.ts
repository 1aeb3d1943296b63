// Open items by fingerprint: entries of the sparse index, and the notes that decisions leave for the next item of the group.
import { runBounded } from '../../async/run-bounded.ts';
import type { DeskDecision, DeskDefinition } from '../../core/desk/desk.ts';
import type { OpenEntry } from '../../core/desk/groups.ts';
import { type HubTable, type Item, putNew, type Write } from '../engine/hub-table.ts';
import { tableSchema } from '../engine/keys.ts';
import type { DeskNoteItem } from './items.ts';
import { deskListEntry, deskListPartitions, deskNoteKey, deskNotePartition } from './keys.ts';

/** Every open item, without reading the items. */
export async function openEntries(table: HubTable, desk: DeskDefinition): Promise<readonly OpenEntry[]> {
  const found = await Promise.all(
    deskListPartitions(desk.name, desk.open).map((partition) => entriesIn(table, partition)),
  );
  return found.flat();
}

async function entriesIn(table: HubTable, partition: string): Promise<readonly OpenEntry[]> {
  const entries: OpenEntry[] = [];
  let startKey: Item | undefined;
  do {
    const { items, lastKey } = await table.query<{ readonly list_sk: string }>({
      IndexName: tableSchema.listIndex.name,
      KeyConditionExpression: `${tableSchema.listIndex.partitionKey} = :partition`,
      ExpressionAttributeValues: { ':partition': partition },
      ExclusiveStartKey: startKey,
    });
    entries.push(...items.map(({ list_sk }) => deskListEntry(list_sk)));
    startKey = lastKey;
  } while (startKey !== undefined);
  return entries;
}

/** One item a decision, so that decisions about many items of a group do not meet on one. */
export function noteWrite<Desk extends DeskDefinition>(
  desk: Desk,
  fingerprint: string,
  { entryId, decision }: { readonly entryId: string; readonly decision: DeskDecision<Desk> },
): Write {
  const { action, decided_by, decided_by_id, reason, decided_at } = decision;
  const item: DeskNoteItem<Desk> = {
    ...deskNoteKey(desk.name, fingerprint, decided_at, entryId),
    entity: 'desk_note',
    action,
    decided_by,
    decided_by_id,
    reason,
    decided_at,
  };
  return putNew(item);
}

const notesAtOnce = 10;

/** The last decision about an item of each group, in the order of `fingerprints`. */
export async function lastNotes<Desk extends DeskDefinition>(
  table: HubTable,
  desk: Desk,
  fingerprints: readonly string[],
): Promise<readonly (DeskDecision<Desk> | undefined)[]> {
  const ended = await runBounded(fingerprints, notesAtOnce, async (fingerprint) => {
    const { items } = await table.query<DeskNoteItem<Desk>>({
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': deskNotePartition(desk.name, fingerprint) },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 1,
    });
    return items[0];
  });
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    if (one.value === undefined) return undefined;
    const { pk: _, sk: __, entity: ___, ...decision } = one.value;
    return decision;
  });
}
