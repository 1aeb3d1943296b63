// Composes the dependencies of sync.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readMessage } from '../../shared/contracts/read-message.ts';
import { requireEnv } from '../../shared/runtime/env.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import { syncStore } from '../../shared/table/sync/sync-store.ts';
import { effects } from './effects.ts';

export function syncDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    read: readMessage,
    effects,
    sync: syncStore(table, shards),
    events: eventStore(table, shards),
    now: () => new Date(),
    workerVersion: requireEnv('version'),
  };
}
