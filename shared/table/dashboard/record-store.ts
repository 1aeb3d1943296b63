// Read model: one row a submission with its way through the boundaries. Written by the projector only, section by section.
import { encodeTime } from 'ulid';
import { makeId } from '../../contracts/ids.ts';
import type { RowRequest } from '../../core/dashboard/record-page.ts';
import type { RecordRow, Sections } from '../../core/dashboard/record-row.ts';
import type { Candidates } from '../../core/lists/filtered-list.ts';
import type { TimeRange } from '../../core/lists/list-query.ts';
import { type HubTable, type Item, isNamed, itemBehind } from '../engine/hub-table.ts';
import { shardNames } from '../engine/keys.ts';
import { listInOrder } from '../engine/listing.ts';
import { recordKey, recordPartition } from './keys.ts';

export interface RecordStore {
  /**
   * Writes the sections that are newer than what the row has.
   * @returns what these sections were before, for those that were written.
   */
  merge(submissionId: string, sections: Sections): Promise<{ readonly written: Sections; readonly before: Sections }>;
  get(submissionId: string): Promise<RecordRow | undefined>;
  /** Rows by id, in the order of the ids, with gaps where there is none. */
  many(submissionIds: readonly string[]): Promise<readonly (RecordRow | undefined)[]>;
  /** Rows in the order in which the submissions were accepted. */
  rows(request: RowRequest): Promise<Candidates<RecordRow>>;
  /** All rows of one shard, a page at a time, as they are: what is counted from them replaces the counters. */
  shardRows(shard: string): AsyncGenerator<Sections>;
}

/** @param shards Number of read model shards, at least 1. */
export function recordStore(table: HubTable, shards: number): RecordStore {
  return {
    merge: (submissionId, sections) => merge(table, submissionId, sections, shards),
    get: async (submissionId) => toRow(await table.get<Item>(recordKey(submissionId, shards))),
    many: async (ids) => (await table.batchGet<Item>(ids.map((id) => recordKey(id, shards)))).map(toRow),
    rows: (request) => rows(table, request, shards),
    shardRows: async function* (shard) {
      let from: Item | undefined;
      do {
        const { items, lastKey } = await table.query({
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': recordPartition(shard) },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        yield* items.map((item) => item as Sections);
        from = lastKey;
      } while (from !== undefined);
    },
  };
}

async function rows(table: HubTable, request: RowRequest, shards: number): Promise<Candidates<RecordRow>> {
  const { limit, after, order, accepted, keep, maxExamined } = request;
  const { items, next, examined } = await listInOrder(table, {
    partitions: shardNames(shards).map(recordPartition),
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

const rowOf = (item: Item): RecordRow => {
  const { pk: _, sk, entity: __, ...sections } = item;
  return { submissionId: String(sk), sections: sections as Sections };
};
const toRow = (item: Item | undefined): RecordRow | undefined => (item === undefined ? undefined : rowOf(item));

async function merge(
  table: HubTable,
  submissionId: string,
  sections: Sections,
  shards: number,
): Promise<{ written: Sections; before: Sections }> {
  let wanted = sections;
  for (;;) {
    const names = Object.keys(wanted);
    if (names.length === 0) return { written: {}, before: {} };
    try {
      const before = await table.update({
        Key: recordKey(submissionId, shards),
        UpdateExpression: `SET entity = :entity, ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: names
          .map((name) => `(attribute_not_exists(#${name}) OR #${name}.v < :${name}_v)`)
          .join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':entity': 'record',
          ...Object.fromEntries(
            names.flatMap((name) => [
              [`:${name}`, wanted[name]],
              [`:${name}_v`, wanted[name]?.v],
            ]),
          ),
        },
        ReturnValues: 'UPDATED_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return { written: wanted, before: (before ?? {}) as Sections };
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      // Stream records come at least once and, across items, in any order: drop what the row is past already.
      wanted = newerThan(sectionsBehind(error), wanted);
    }
  }
}

/** What a row had that refused a merge: the condition holds for a row that is not there. */
function sectionsBehind(error: unknown): Sections {
  const row = itemBehind(error);
  if (row === undefined) throw error;
  return row as Sections;
}

function newerThan(current: Sections, wanted: Sections): Sections {
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, section]) => section !== undefined && section.v > (current[name]?.v ?? 0)),
  );
}
