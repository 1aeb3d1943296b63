// Composes the hub's table and the cached reference catalogue from the environment.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { memo } from '../async/memo.ts';
import { type HubTable, hubTable } from '../table/engine/hub-table.ts';
import { referenceStore } from '../table/reference-data/reference-store.ts';
import { requireCountEnv, requireEnv } from './env.ts';

/** Reads the environment once; a missing variable stops the function at cold start. */
export function tableBasis(client: DynamoDBDocumentClient): { readonly table: HubTable; readonly shards: number } {
  return { table: hubTable(client, requireEnv('table')), shards: requireCountEnv('shards') };
}

/** Time to live of the cached catalogue in milliseconds; reference values change rarely. */
const catalogueTtlMs = 5000;

/** Caches the reference catalogue per execution environment; a change is visible within five seconds. */
export function cachedCatalogue(table: HubTable) {
  return memo(catalogueTtlMs, Date.now, referenceStore(table).catalogue);
}
