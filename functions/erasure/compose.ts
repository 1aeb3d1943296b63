// Composes the dependencies of the erasure function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { realWaiting } from '../../shared/async/backoff.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { erasureStore } from '../../shared/table/erasure/erasure-store.ts';
import { requesterDataStore } from '../../shared/table/erasure/requester-data-store.ts';

export function erasureDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    erasures: erasureStore(table),
    requesterData: requesterDataStore(table, shards),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
    newUlid: ulidSource(),
    pause: realWaiting.pause,
    eventIdAt: (ms: number) => makeId('event', encodeTime(ms)),
  };
}
