// The table that a function works on, from its environment, and the reference catalogue that its requests share.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { memo } from '../async/memo.ts';
import { type HubTable, hubTable } from '../table/engine/hub-table.ts';
import { referenceStore } from '../table/reference-data/reference-store.ts';
import { requireCountEnv, requireEnv } from './env.ts';

/** Reads the environment once; a missing variable stops the function at cold start. */
export function tableBasis(client: DynamoDBDocumentClient): { readonly table: HubTable; readonly shards: number } {
  return { table: hubTable(client, requireEnv('table')), shards: requireCountEnv('shards') };
}

/** Reference values change rarely: an environment reads them at most once in this time, in milliseconds. */
const catalogueTtlMs = 5000;

/** The reference catalogue, shared by all requests of an environment; a change of it is seen within five seconds. */
export function cachedCatalogue(table: HubTable) {
  return memo(catalogueTtlMs, Date.now, referenceStore(table).catalogue);
}
