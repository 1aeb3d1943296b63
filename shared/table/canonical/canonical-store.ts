// Reads of canonical objects and their lineage. Only the sync store writes them.
import type { BusinessObject, LineageRecord } from '../../contracts/canonical.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { HubTable } from '../engine/hub-table.ts';
import type { BusinessObjectItem } from './items.ts';
import { businessObjectKey } from './keys.ts';

export interface CanonicalEntry {
  readonly object: BusinessObject;
  readonly lineage: LineageRecord;
}

export interface CanonicalStore {
  get(businessObjectId: string): Promise<CanonicalEntry | undefined>;
  many(ids: readonly string[]): Promise<readonly CanonicalEntry[]>;
}

export function canonicalStore(table: HubTable): CanonicalStore {
  return {
    get: async (id) => toEntry(await table.get<BusinessObjectItem>(businessObjectKey(id))),
    many: async (ids) =>
      (await table.batchGet<BusinessObjectItem>(ids.map(businessObjectKey)))
        .map(toEntry)
        .filter((entry) => entry !== undefined),
  };
}

function toEntry(item: BusinessObjectItem | undefined): CanonicalEntry | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, lineage, ...fields } = item;
  const businessObjectId = pk.slice('CANON#'.length);
  return {
    object: { business_object_id: businessObjectId, ...fields },
    lineage: {
      lineage_id: makeId('lineage', ulidOf(businessObjectId)),
      ...lineage,
      business_object_id: businessObjectId,
      correlation_id: item.correlation_id,
    },
  };
}
