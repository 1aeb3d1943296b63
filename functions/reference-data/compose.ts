// Composes the dependencies of the reference-data function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { referenceStore } from '../../shared/table/reference-data/reference-store.ts';

export function referenceDeps(client: DynamoDBDocumentClient) {
  const { table } = tableBasis(client);
  return { reference: referenceStore(table), cursors: cursors(table, Date.now), now: () => new Date() };
}
