// The items that a read model row is made of, read from the boundaries that own them.
import type { HubTable, Item } from '../engine/hub-table.ts';
import type { Key } from '../engine/keys.ts';
import type { ProjectedEntity, RecordEvent } from './projections.ts';

export interface RecordSource {
  /** All existing items of these records, in no order. */
  items(records: readonly RecordEvent[]): Promise<readonly Item[]>;
}

/** Maximum number of keys of a BatchGetItem. */
const keysPerCall = 100;

export function recordSource(table: HubTable, projections: readonly ProjectedEntity[]): RecordSource {
  const recordsPerCall = Math.floor(keysPerCall / projections.length);
  const keysOf = (record: RecordEvent): readonly Key[] => projections.map(({ key }) => key(record));
  return {
    items: async (records) => {
      const found: Item[] = [];
      for (let first = 0; first < records.length; first += recordsPerCall) {
        const keys = records.slice(first, first + recordsPerCall).flatMap(keysOf);
        found.push(...(await table.batchGet<Item>(unique(keys))).filter((item) => item !== undefined));
      }
      return found;
    },
  };
}

/** A submission that was edited has had several events; the table refuses to be asked for one key twice. */
const unique = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values(),
];
