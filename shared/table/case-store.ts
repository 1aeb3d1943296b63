// Operational cases and their status history: one partition a case, so that its page is one Query.
import type { CaseStatus, CaseWithHistory, HistoryEntry, OperationCase } from '../contracts/operations.ts';
import { allowedStatuses } from '../core/case-transitions.ts';
import type { HubTable, Item } from './hub-table.ts';
import type { CaseItem, HistoryItem } from './items.ts';
import { caseKey, casePartition, historyKey } from './keys.ts';
import { type NewEvent, pendingEvent } from './outbox.ts';

export interface StatusChange {
  readonly caseId: string;
  readonly from: CaseStatus;
  readonly to: CaseStatus;
  /** Version the case has before the change. */
  readonly version: number;
  readonly entry: HistoryEntry;
  readonly event: NewEvent;
  readonly idempotencyKeyHash?: string;
}

export interface CaseStore {
  get(caseId: string): Promise<OperationCase | undefined>;
  withHistory(caseId: string): Promise<CaseWithHistory | undefined>;
  many(ids: readonly string[]): Promise<readonly OperationCase[]>;
  /** One transaction: case, history entry and event. `stale` when the case is not at that version any more. */
  changeStatus(change: StatusChange): Promise<'changed' | 'stale'>;
  /** The change that was made with this idempotency key as the case's change to `version`, if there is one. */
  changeMadeWith(caseId: string, idempotencyKeyHash: string): Promise<HistoryEntry | undefined>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function caseStore(table: HubTable, shards: number): CaseStore {
  const page = async (caseId: string): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let from: Item | undefined;
    do {
      const { items: found, lastKey } = await table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': casePartition(caseId) },
        ConsistentRead: true,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      });
      items.push(...found);
      from = lastKey;
    } while (from !== undefined);
    return items;
  };
  const historyOf = (items: readonly Item[]): readonly HistoryItem[] =>
    items.filter((item) => item['entity'] === 'history') as unknown as readonly HistoryItem[];
  return {
    get: async (caseId) => toCase(await table.get<CaseItem>(caseKey(caseId))),
    many: async (ids) =>
      (await table.batchGet<CaseItem>(ids.map(caseKey))).map(toCase).filter((item) => item !== undefined),
    withHistory: async (caseId) => {
      const items = await page(caseId);
      const found = toCase(items.find((item) => item['entity'] === 'case') as CaseItem | undefined);
      return found === undefined ? undefined : { ...found, history: historyOf(items).map(toEntry) };
    },
    changeMadeWith: async (caseId, hash) => {
      const entry = historyOf(await page(caseId)).find((item) => item.once === hash);
      return entry === undefined ? undefined : toEntry(entry);
    },
    changeStatus: async (change) => {
      const { caseId, from, to, version, entry, event, idempotencyKeyHash } = change;
      const history: HistoryItem = {
        ...historyKey(caseId, version + 1),
        entity: 'history',
        ...entry,
        ...(idempotencyKeyHash === undefined ? {} : { once: idempotencyKeyHash }),
      };
      const outcome = await table.transact([
        {
          Update: {
            Key: caseKey(caseId),
            UpdateExpression: 'SET processing_status = :to, version = :next, updated_at = :at',
            ConditionExpression: 'version = :version AND processing_status = :from',
            ExpressionAttributeValues: {
              ':to': to,
              ':from': from,
              ':version': version,
              ':next': version + 1,
              ':at': entry.changed_at,
            },
          },
        },
        { Put: { Item: history as unknown as Item, ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Put: {
            Item: pendingEvent(event, shards) as unknown as Item,
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]);
      return outcome.kind === 'written' ? 'changed' : 'stale';
    },
  };
}

function toCase(item: CaseItem | undefined): OperationCase | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, ...fields } = item;
  return {
    operation_case_id: pk.slice(casePartition('').length),
    ...fields,
    allowed_statuses: [...allowedStatuses(item.processing_status)],
  } as OperationCase;
}

function toEntry(item: HistoryItem): HistoryEntry {
  const { pk: _, sk: __, entity: ___, once: ____, ...entry } = item;
  return entry;
}
