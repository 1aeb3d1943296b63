// Read model: one row a submission with its way through the boundaries. Written by the projector only, section by section.
import { encodeTime } from 'ulid';
import { makeId } from '../../contracts/ids.ts';
import type { RowRequest } from '../../core/dashboard/record-page.ts';
import type { RecordRow, Sections } from '../../core/dashboard/record-row.ts';
import type { Candidates } from '../../core/lists/filtered-list.ts';
import type { TimeRange } from '../../core/lists/list-query.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { listInOrder } from '../engine/listing.ts';
import { recordKey, recordPartitions } from './keys.ts';
import { type Advanced, advance, isWrittenBy, sectionsOf, shut } from './row-writes.ts';

export interface RecordStore {
  /**
   * Writes sections of a row whose versions of them are still those of `from`.
   * @param batchId The row keeps it: proof that the batch has written it
   */
  advance(submissionId: string, from: Sections, to: Sections, batchId?: string): Promise<Advanced>;
  /** The rows of these that the batch has written. */
  writtenBy(batchId: string, submissionIds: readonly string[]): Promise<readonly string[]>;
  /** Keeps the batch from writing the row, however late its write arrives. @returns false when it has written it */
  shut(submissionId: string, batchId: string): Promise<boolean>;
  get(submissionId: string): Promise<RecordRow | undefined>;
  /** Rows by id, in the order of the ids, with gaps where there is none. */
  many(submissionIds: readonly string[]): Promise<readonly (RecordRow | undefined)[]>;
  /** Rows in the order in which the submissions were accepted. */
  rows(request: RowRequest): Promise<Candidates<RecordRow>>;
  readonly partitions: readonly string[];
  /** All rows of one partition, unmasked, a page at a time; the recount derives the counters from them. */
  partitionRows(partition: string): AsyncGenerator<Sections>;
}

/** @param shards Number of the stage's shards, at least 1. */
export function recordStore(table: HubTable, shards: number): RecordStore {
  return {
    advance: (submissionId, from, to, batchId) => advance(table, recordKey(submissionId, shards), from, to, batchId),
    writtenBy: async (batchId, ids) => {
      const items = await table.batchGet<Item>(ids.map((id) => recordKey(id, shards)));
      return ids.filter((_, index) => isWrittenBy(items[index], batchId));
    },
    shut: (submissionId, batchId) => shut(table, recordKey(submissionId, shards), batchId),
    get: async (submissionId) => toRow(await table.get<Item>(recordKey(submissionId, shards))),
    many: async (ids) => (await table.batchGet<Item>(ids.map((id) => recordKey(id, shards)))).map(toRow),
    rows: (request) => rows(table, request, shards),
    partitions: recordPartitions(shards),
    partitionRows: async function* (partition) {
      let from: Item | undefined;
      do {
        const { items, lastKey } = await table.query({
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': partition },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        yield* items.map(sectionsOf);
        from = lastKey;
      } while (from !== undefined);
    },
  };
}

async function rows(table: HubTable, request: RowRequest, shards: number): Promise<Candidates<RecordRow>> {
  const { limit, after, order, accepted, keep, maxExamined } = request;
  const { items, next, examined } = await listInOrder(table, {
    partitions: recordPartitions(shards),
    limit,
    after,
    order,
    range: idRange('submission', accepted),
    keep: (item) => keep(rowOf(item)),
    maxExamined,
  });
  return { candidates: items.map((item) => ({ position: String(item['sk']), value: rowOf(item) })), next, examined };
}

/** The largest instant that a ULID can hold. */
const lastUlidMs = 2 ** 48 - 1;
const inUlid = (ms: number): number => Math.min(Math.max(ms, 0), lastUlidMs);

/** Ids made in a range of time: the first ten characters of a ULID are its milliseconds. */
export function idRange(kind: 'submission' | 'event', { fromMs, toMs }: TimeRange) {
  return {
    low: fromMs === undefined ? undefined : makeId(kind, encodeTime(inUlid(fromMs))),
    high: toMs === undefined ? undefined : `${makeId(kind, encodeTime(inUlid(toMs)))}~`,
  };
}

const rowOf = (item: Item): RecordRow => ({ submissionId: String(item['sk']), sections: sectionsOf(item) });
const toRow = (item: Item | undefined): RecordRow | undefined => (item === undefined ? undefined : rowOf(item));
