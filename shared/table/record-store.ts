// Read model: one row a submission with its way through the boundaries. Written by the projector only, section by section.

import type { LifecycleRecord } from '../contracts/dashboard.ts';
import { makeId, ulidOf } from '../contracts/ids.ts';
import { type HubTable, type Item, isNamed } from './hub-table.ts';
import { recordKey, recordPartition, shardNames } from './keys.ts';
import { type Listing, type ListPosition, listNewest } from './listing.ts';

/** Parts of a row; each comes from one item of another boundary and carries that item's version `v`. */
export const sectionNames = ['submission', 'service_request', 'event', 'operation_case', 'business_object'] as const;
export type SectionName = (typeof sectionNames)[number];
export type Section = { readonly v: number } & Readonly<Record<string, unknown>>;
export type Sections = Partial<Record<SectionName, Section>>;

export interface RecordStore {
  /**
   * Writes the sections that are newer than what the row has.
   * @returns what these sections were before, for those that were written.
   */
  merge(submissionId: string, sections: Sections): Promise<{ readonly written: Sections; readonly before: Sections }>;
  get(submissionId: string): Promise<LifecycleRecord | undefined>;
  newest(limit: number, after?: ListPosition, having?: SectionName): Promise<Listing<LifecycleRecord>>;
  /** Ids of the newest records that have this section, newest first. */
  newestIds(limit: number, after: ListPosition | undefined, having: SectionName): Promise<Listing<string>>;
  /** All rows of one shard, a page at a time. */
  shardRows(shard: string): AsyncGenerator<Sections>;
}

/** @param shards Number of read model shards, at least 1. */
export function recordStore(table: HubTable, shards: number): RecordStore {
  const list = (limit: number, after: ListPosition | undefined, having: SectionName) =>
    listNewest(table, {
      partitions: shardNames(shards).map(recordPartition),
      limit,
      after,
      filter: { expression: 'attribute_exists(#section)', names: { '#section': having } },
    });
  return {
    merge: (submissionId, sections) => merge(table, submissionId, sections, shards),
    get: async (submissionId) => toRecord(await table.get<Item>(recordKey(submissionId, shards))),
    newest: async (limit, after, having = 'submission') => {
      const { items, next } = await list(limit, after, having);
      return { items: items.map(toRecord).filter((record) => record !== undefined), next };
    },
    newestIds: async (limit, after, having) => {
      const { items, next } = await list(limit, after, having);
      return { items: items.map((item) => String(item['sk'])), next };
    },
    shardRows: async function* (shard) {
      let from: Item | undefined;
      do {
        const { items, lastKey } = await table.query({
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': recordPartition(shard) },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        yield* items.map((item) => item as Sections);
        from = lastKey;
      } while (from !== undefined);
    },
  };
}

async function merge(
  table: HubTable,
  submissionId: string,
  sections: Sections,
  shards: number,
): Promise<{ written: Sections; before: Sections }> {
  let wanted = sections;
  for (;;) {
    const names = sectionNames.filter((name) => wanted[name] !== undefined);
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
      wanted = newerThan(await currentSections(table, submissionId, shards), wanted);
    }
  }
}

const currentSections = async (table: HubTable, submissionId: string, shards: number): Promise<Sections> =>
  (await table.get<Sections>(recordKey(submissionId, shards))) ?? {};

function newerThan(current: Sections, wanted: Sections): Sections {
  return Object.fromEntries(
    sectionNames.flatMap((name) => {
      const section = wanted[name];
      return section !== undefined && section.v > (current[name]?.v ?? 0) ? [[name, section]] : [];
    }),
  );
}

function toRecord(item: Item | undefined): LifecycleRecord | undefined {
  if (item?.['submission'] === undefined || item['service_request'] === undefined || item['event'] === undefined)
    return undefined;
  const submissionId = String(item['sk']);
  const ulid = ulidOf(submissionId);
  const section = (name: SectionName): Record<string, unknown> | null => {
    const found = item[name] as Section | undefined;
    if (found === undefined) return null;
    const { v: _, ...fields } = found;
    return fields;
  };
  const withId = (name: SectionName, field: string, id: string) => {
    const fields = section(name);
    return fields === null ? null : { [field]: id, ...fields };
  };
  return {
    submission: {
      submission_id: submissionId,
      correlation_id: makeId('correlation', ulid),
      ...section('submission'),
    },
    service_request: withId('service_request', 'request_number', makeId('serviceRequest', ulid)),
    event: section('event'),
    operation_case: versioned(withId('operation_case', 'operation_case_id', makeId('case', ulid)), 'version', item),
    business_object: versioned(
      withId('business_object', 'business_object_id', makeId('businessObject', ulid)),
      'case_version',
      item,
    ),
  } as unknown as LifecycleRecord;
}

/** A section's own version is part of what people see of cases and objects. */
function versioned(fields: Record<string, unknown> | null, name: 'version' | 'case_version', item: Item) {
  if (fields === null) return null;
  const section = item[name === 'version' ? 'operation_case' : 'business_object'] as Section;
  return { ...fields, [name]: section.v };
}
