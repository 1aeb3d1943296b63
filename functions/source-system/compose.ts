// Composes the dependencies of the source-system function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cachedCatalogue, tableBasis } from '../../shared/runtime/table-basis.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';

export function sourceSystemDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    intake: intakeStore(table, shards),
    catalogue: cachedCatalogue(table),
    records: recordStore(table, shards),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
  };
}
