// Composes the dependencies of the canonical function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cachedCatalogue, tableBasis } from '../../shared/runtime/table-basis.ts';
import { canonicalStore } from '../../shared/table/canonical/canonical-store.ts';
import { lineageSource } from '../../shared/table/canonical/lineage-source.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';

export function canonicalDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    canonical: canonicalStore(table),
    lineage: lineageSource(table),
    catalogue: cachedCatalogue(table),
    records: recordStore(table, shards),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
  };
}
