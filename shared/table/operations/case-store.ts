// Cases and their history: one partition per case, so that one Query reads its page. Each change is one transaction.
import type { CaseStatus, CaseWithHistory, HistoryEntry, OperationCase } from '../../contracts/operations.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import type { CaseFields } from '../../core/operations/case-changes.ts';
import { allowedStatuses } from '../../core/operations/case-transitions.ts';
import { type HubTable, type Item, putNew, type Write } from '../engine/hub-table.ts';
import { madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import { type NewEvent, pendingEvent } from '../outbox/outbox.ts';
import { dueEntry, newHistoryItem, toCase, toComment, toEntry } from './case-items.ts';
import type { CaseCommentItem, CaseItem, HistoryItem } from './items.ts';
import {
  caseCommentKey,
  caseHistoryPrefix,
  caseIdempotencyMarkKey,
  caseKey,
  casePartition,
  historyKey,
} from './keys.ts';

export interface StatusChange {
  readonly caseId: string;
  readonly from: CaseStatus;
  readonly to: CaseStatus;
  /** Version of the case before the change. */
  readonly version: number;
  readonly dueAt: string;
  readonly entry: HistoryEntry;
  readonly event: NewEvent;
  readonly idempotency: IdempotentRequest | undefined;
}

export interface FieldChange {
  readonly caseId: string;
  /** Version of the case before the change. */
  readonly version: number;
  /** All four fields, changed or not. */
  readonly fields: CaseFields;
  readonly entry: HistoryEntry;
  readonly idempotency: IdempotentRequest | undefined;
}

/** `stale`: the case has another version. `changed-before`: the idempotency key has been used. */
export type ChangeOutcome = 'changed' | 'stale' | 'changed-before';

export interface CaseStore {
  get(caseId: string): Promise<OperationCase | undefined>;
  /** The case, its history and its newest comments, both oldest first; one Query unless they are very many. */
  withHistory(caseId: string): Promise<CaseWithHistory | undefined>;
  many(ids: readonly string[]): Promise<readonly OperationCase[]>;
  /** One transaction: case, history entry, event, and the idempotency mark if the call has a key. */
  changeStatus(change: StatusChange): Promise<ChangeOutcome>;
  /** One transaction: case, history entry, and the idempotency mark if the call has a key. */
  changeFields(change: FieldChange): Promise<ChangeOutcome>;
  /**
   * The change of an earlier call with this idempotency key; undefined when there is none.
   * @throws HubError `IDEMPOTENCY.KEY_REUSED` (422) when that call had another payload
   */
  changeMadeWith(caseId: string, idempotency: IdempotentRequest | undefined): Promise<HistoryEntry | undefined>;
}

/** Number of comments on the page of a case; the list of comments has the older ones. */
export const commentsOnPage = 100;

/**
 * @param shards Number of list and pending shards, at least 1.
 * @param now Clock that decides overdue.
 */
export function caseStore(table: HubTable, shards: number, now: () => Date): CaseStore {
  const shown = (item: CaseItem | undefined) => toCase(item, now().toISOString());
  return {
    get: async (caseId) => shown(await table.get<CaseItem>(caseKey(caseId))),
    many: async (ids) =>
      (await table.batchGet<CaseItem>(ids.map(caseKey))).map(shown).filter((item) => item !== undefined),
    withHistory: async (caseId) => {
      const items = await page(table, caseId);
      const found = shown(items.find((item) => item.entity === 'case'));
      if (found === undefined) return undefined;
      const comments = items.filter((item) => item.entity === 'case_comment').slice(-commentsOnPage);
      return {
        ...found,
        history: items.filter((item) => item.entity === 'history').map(toEntry),
        comments: comments.map(toComment),
      };
    },
    changeStatus: (change) =>
      writeChange(table, change, [
        { Update: statusUpdate(change, shards) },
        putNew(pendingEvent(change.event, shards)),
      ]),
    changeFields: (change) => writeChange(table, change, [{ Update: fieldsUpdate(change, shards) }]),
    changeMadeWith: async (caseId, idempotency) => {
      const made = await madeBefore(table, idempotency, caseIdempotencyMarkKey);
      if (made === undefined) return undefined;
      const entry = await table.get<HistoryItem>(historyKey(caseId, Number(made['version'])));
      return entry === undefined ? undefined : toEntry(entry);
    },
  };
}

/** The page of a case. It reads only the newest comments. */
async function page(table: HubTable, caseId: string): Promise<readonly PartitionItem[]> {
  const { items, lastKey } = await queryCase(table, caseId, '');
  if (lastKey === undefined) return items;
  const [found, entries, newest] = await Promise.all([
    table.get<CaseItem>(caseKey(caseId)),
    history(table, caseId),
    queryCase(table, caseId, commentPrefix, { ScanIndexForward: false, Limit: commentsOnPage }),
  ]);
  return [...(found === undefined ? [] : [found]), ...newest.items.toReversed(), ...entries];
}

async function history(table: HubTable, caseId: string): Promise<readonly PartitionItem[]> {
  const items: PartitionItem[] = [];
  let from: Item | undefined;
  do {
    const found = await queryCase(
      table,
      caseId,
      caseHistoryPrefix,
      from === undefined ? {} : { ExclusiveStartKey: from },
    );
    items.push(...found.items);
    from = found.lastKey;
  } while (from !== undefined);
  return items;
}

const commentPrefix = caseCommentKey('', '').sk;

/** Items in the partition of a case; idempotency marks have their own partitions. */
type PartitionItem = CaseItem | HistoryItem | CaseCommentItem;
type QueryOptions = Partial<Parameters<HubTable['query']>[0]>;

/** Items of a case whose sort keys begin with `prefix`, in one Query. */
function queryCase(table: HubTable, caseId: string, prefix: string, more: QueryOptions = {}) {
  return table.query<PartitionItem>({
    KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': casePartition(caseId), ...(prefix === '' ? {} : { ':prefix': prefix }) },
    ConsistentRead: true,
    ...more,
  });
}

async function writeChange(
  table: HubTable,
  { caseId, entry, idempotency }: StatusChange | FieldChange,
  writes: readonly Write[],
): Promise<ChangeOutcome> {
  const entryWrite = putNew(newHistoryItem(caseId, entry));
  const made = { version: String(entry.version) };
  const marks =
    idempotency === undefined ? [] : [putIdempotencyMark(idempotency, made, entry.changed_at, caseIdempotencyMarkKey)];
  const outcome = await table.transact([...marks, entryWrite, ...writes]);
  if (outcome.kind === 'written') return 'changed';
  return marks.length > 0 && outcome.failed.includes(0) ? 'changed-before' : 'stale';
}

/** A case that becomes terminal leaves the list by due date; other changes add it when it is missing. */
function statusUpdate(change: StatusChange, shards: number) {
  const { caseId, from, to, version, dueAt, entry } = change;
  const isClosing = allowedStatuses(to).length === 0;
  const { list_pk, list_sk } = dueEntry(caseId, dueAt, shards);
  return {
    Key: caseKey(caseId),
    UpdateExpression: `SET processing_status = :to, version = :next, updated_at = :at, due_at = :due, ${
      isClosing ? 'closed_at = :at REMOVE list_pk, list_sk' : 'list_pk = :list_pk, list_sk = :list_sk'
    }`,
    ConditionExpression: 'version = :version AND processing_status = :from',
    ExpressionAttributeValues: {
      ':to': to,
      ':from': from,
      ':version': version,
      ':next': version + 1,
      ':at': entry.changed_at,
      ':due': dueAt,
      ...(isClosing ? {} : { ':list_pk': list_pk, ':list_sk': list_sk }),
    },
  };
}

function fieldsUpdate({ caseId, version, fields, entry }: FieldChange, shards: number) {
  const { assigned_team, assignee, priority, due_at } = fields;
  const { list_pk, list_sk } = dueEntry(caseId, due_at, shards);
  return {
    Key: caseKey(caseId),
    UpdateExpression: `SET assigned_team = :team, priority = :priority, due_at = :due, version = :next, updated_at = :at, list_pk = :list_pk, list_sk = :list_sk${
      assignee === null ? ' REMOVE assignee' : ', assignee = :assignee'
    }`,
    // A version has one status, so this also ensures that the case is open.
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: {
      ':team': assigned_team,
      ':priority': priority,
      ':due': due_at,
      ':version': version,
      ':next': version + 1,
      ':at': entry.changed_at,
      ':list_pk': list_pk,
      ':list_sk': list_sk,
      ...(assignee === null ? {} : { ':assignee': assignee }),
    },
  };
}
