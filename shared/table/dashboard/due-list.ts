// Read model rows of the cases that are not closed, the first due first: order from the sparse index, rows by id.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { DueRequest } from '../../core/dashboard/record-page.ts';
import { caseOf, type RecordRow } from '../../core/dashboard/record-row.ts';
import type { Candidates } from '../../core/lists/filtered-list.ts';
import type { HubTable } from '../engine/hub-table.ts';
import { shardNames, tableSchema } from '../engine/keys.ts';
import { listInOrder } from '../engine/listing.ts';
import { duePartition } from '../operations/keys.ts';
import type { RecordStore } from './record-store.ts';

/** Rows are read one by one by id, which costs more than rows in order: each counts as four of those. */
const weight = 4;

/** @param shards Number of list shards, at least 1. */
export function dueList(
  table: HubTable,
  records: Pick<RecordStore, 'many'>,
  shards: number,
): (request: DueRequest) => Promise<Candidates<RecordRow>> {
  const { listIndex } = tableSchema;
  return async ({ limit, after, accepted, keep, maxExamined, nowIso, dueBefore }) => {
    const { items, next, examined } = await listInOrder(table, {
      index: listIndex,
      partitions: shardNames(shards).map(duePartition),
      limit: Math.min(limit, Math.ceil(maxExamined / weight)),
      after,
      order: 'oldest',
      // A sort key goes on behind its instant: none of that very instant is in the range.
      range: { high: dueBefore },
    });
    const keys = items.map((item) => String(item[listIndex.sortKey]));
    const rows = await records.many(keys.map((key) => makeId('submission', ulidOf(caseIdIn(key)))));
    const candidates = keys.flatMap((position, index) => {
      const value = rows[index];
      return value !== undefined && isOpenSince(value, accepted, nowIso) && keep(value) ? [{ position, value }] : [];
    });
    return { candidates, next, examined: examined * weight };
  };
}

const caseIdIn = (key: string): string => key.slice(key.indexOf('#') + 1);

/** The index lags behind the table, and the range of acceptance is no key here. */
function isOpenSince(
  row: RecordRow,
  { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: DueRequest['accepted'],
  nowIso: string,
): boolean {
  const status = caseOf(row, nowIso)?.processing_status;
  if (status !== 'open' && status !== 'in_progress') return false;
  const acceptedMs = Date.parse(String(row.sections.submission?.['created_at']));
  return acceptedMs >= fromMs && acceptedMs <= toMs;
}
