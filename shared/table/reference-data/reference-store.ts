// Changes of the reference catalogue in the table, on top of the built-in values.
import type { Actor } from '../../contracts/actor.ts';
import type { ReferenceHistoryEntry, ReferenceKind } from '../../contracts/reference.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { type Catalogue, type CatalogueValue, catalogueOf } from '../../core/reference-data/reference-catalogue.ts';
import { type HubTable, type Item, putNew, type Write } from '../engine/hub-table.ts';
import { type Made, madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import type { Listing, ListPosition } from '../engine/listing.ts';
import type { CatalogueItem, ReferenceHistoryItem, ReferenceValueItem } from './items.ts';
import {
  catalogueKey,
  cataloguePartition,
  referenceHistoryKey,
  referenceHistoryPartition,
  referenceIdempotencyMarkKey,
  referenceValueKey,
} from './keys.ts';

export interface CatalogueState {
  readonly catalogue: Catalogue;
  /** Number of changes so far; the next write has the condition that it is unchanged. */
  readonly changes: number;
}

export interface ReferenceWrite {
  readonly kind: ReferenceKind;
  readonly value: CatalogueValue;
  readonly entry: ReferenceHistoryEntry;
  readonly changedBy: Actor;
  /** The catalogue that the change was decided on. */
  readonly changes: number;
  readonly idempotency: IdempotentRequest | undefined;
}

export interface ReferenceStore {
  /** All values, by one consistent Query. */
  catalogue(): Promise<Catalogue>;
  state(): Promise<CatalogueState>;
  /** One transaction: value, history entry, count of changes. `raced` when another change or the same request was first. */
  write(change: ReferenceWrite): Promise<'written' | 'raced'>;
  /** The result of an earlier request with this key. @throws HubError `IDEMPOTENCY.KEY_REUSED` */
  madeWith(idempotency: IdempotentRequest | undefined): Promise<Made | undefined>;
  /** Changes of one value, oldest first. */
  history(
    kind: ReferenceKind,
    code: string,
    limit: number,
    after?: ListPosition,
  ): Promise<Listing<ReferenceHistoryEntry>>;
}

export function referenceStore(table: HubTable): ReferenceStore {
  return {
    catalogue: async () => (await state(table)).catalogue,
    state: () => state(table),
    write: (change) => write(table, change),
    madeWith: (idempotency) => madeBefore(table, idempotency, referenceIdempotencyMarkKey),
    history: async (kind, code, limit, after) => {
      const { items, lastKey } = await table.query<ReferenceHistoryItem>({
        KeyConditionExpression: 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: { ':pk': referenceHistoryPartition(kind, code), ':after': after ?? 'HISTORY#' },
        Limit: limit,
        ConsistentRead: true,
      });
      const entries = items.map(toEntry);
      return { items: entries, next: lastKey === undefined ? undefined : String(lastKey['sk']) };
    },
  };
}

async function state(table: HubTable): Promise<CatalogueState> {
  const items: (ReferenceValueItem | CatalogueItem)[] = [];
  let from: Item | undefined;
  do {
    const page = await table.query<ReferenceValueItem | CatalogueItem>({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': cataloguePartition },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    items.push(...page.items);
    from = page.lastKey;
  } while (from !== undefined);
  const values = items.filter((item) => item.entity === 'reference_value');
  const count = items.find((item) => item.entity === 'catalogue');
  return { catalogue: catalogueOf(values.map(toChange)), changes: count?.changes ?? 0 };
}

async function write(table: HubTable, change: ReferenceWrite): Promise<'written' | 'raced'> {
  const { kind, value, entry, changedBy, changes, idempotency } = change;
  const valueItem: ReferenceValueItem = { ...referenceValueKey(kind, value.code), entity: 'reference_value', ...value };
  const historyItem: ReferenceHistoryItem = {
    ...referenceHistoryKey(kind, value.code, entry.version),
    entity: 'reference_history',
    ...entry,
    changed_by_id: changedBy.subject,
  };
  const outcome = await table.transact([
    nextChange(changes),
    { Put: { Item: { ...valueItem } } },
    putNew(historyItem),
    ...(idempotency === undefined
      ? []
      : [putIdempotencyMark(idempotency, { kind, code: value.code }, entry.changed_at, referenceIdempotencyMarkKey)]),
  ]);
  return outcome.kind === 'written' ? 'written' : 'raced';
}

/** Serialises all changes: a change that was decided on an outdated count is not written. */
function nextChange(changes: number): Write {
  return {
    Update: {
      Key: catalogueKey,
      UpdateExpression: 'SET entity = :entity, changes = :next',
      ConditionExpression: changes === 0 ? 'attribute_not_exists(pk)' : 'changes = :changes',
      ExpressionAttributeValues: {
        ':entity': 'catalogue',
        ':next': changes + 1,
        ...(changes === 0 ? {} : { ':changes': changes }),
      },
    },
  };
}

function toChange(item: ReferenceValueItem) {
  const { pk: _, sk, entity: __, ...value } = item;
  return { kind: (sk.split('#')[1] ?? '') as ReferenceKind, value };
}

function toEntry(item: ReferenceHistoryItem): ReferenceHistoryEntry {
  const { pk: _, sk: __, entity: ___, changed_by_id: ____, ...entry } = item;
  return entry;
}
