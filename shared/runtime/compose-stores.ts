// Composes what use cases depend on: stores over the table, the work queue, the clock and the ids.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { decodeTime, encodeTime } from 'ulid';
import { queueClient } from '../adapters/clients.ts';
import { type EventQueue, eventQueue } from '../adapters/event-queue.ts';
import { ulidSource } from '../adapters/ids.ts';
import { makeId, ulidOf } from '../contracts/ids.ts';
import type { Log } from '../observability/log.ts';
import { canonicalStore } from '../table/canonical-store.ts';
import { caseStore } from '../table/case-store.ts';
import { counterStore } from '../table/counter-store.ts';
import { cursors } from '../table/cursor.ts';
import { deadLetterStore } from '../table/dead-letter-store.ts';
import { eventStore } from '../table/event-store.ts';
import { hubTable } from '../table/hub-table.ts';
import { intakeStore } from '../table/intake-store.ts';
import { shardNames } from '../table/keys.ts';
import { toEnvelope, toIntegrationEvent, toSyncLog } from '../table/outbox.ts';
import { recordSource } from '../table/record-source.ts';
import { recordStore } from '../table/record-store.ts';
import { syncStore } from '../table/sync-store.ts';
import { requireCountEnv, requireEnv } from './env.ts';

const nowMs = (): number => Date.now();
const now = (): Date => new Date();

interface Basis {
  readonly table: ReturnType<typeof hubTable>;
  readonly shards: number;
}

const basis = (client: DynamoDBDocumentClient): Basis => ({
  table: hubTable(client, requireEnv('table')),
  shards: requireCountEnv('shards'),
});

export function intakeDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    intake: intakeStore(table, shards),
    records: recordStore(table, shards),
    cursors: cursors(table, nowMs),
    now,
    newUlid: ulidSource(),
  };
}

export function operationsDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    cases: caseStore(table, shards),
    records: recordStore(table, shards),
    cursors: cursors(table, nowMs),
    now,
    newUlid: ulidSource(),
  };
}

export function canonicalDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return { canonical: canonicalStore(table), records: recordStore(table, shards), cursors: cursors(table, nowMs) };
}

export function dashboardDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    records: recordStore(table, shards),
    source: recordSource(table),
    counters: counterStore(table, shards),
    events: eventStore(table, shards),
    deadLetters: deadLetterStore(table),
    cursors: cursors(table, nowMs),
    shards: shardNames(shards),
    nowMs,
    timeOfEventId: (eventId: string) => decodeTime(ulidOf(eventId)),
  };
}

export function integrationDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = basis(client);
  return {
    events: eventStore(table, shards),
    deadLetters: deadLetterStore(table),
    cursors: cursors(table, nowMs),
    toIntegrationEvent,
    toSyncLog,
    ...sendDeps(log),
    nowMs,
    eventIdAt: (ms: number) => makeId('event', encodeTime(ms)),
  };
}

/** What puts events on the work queue. */
export function sendDeps(log: Log) {
  const queue: EventQueue = eventQueue(queueClient(), requireEnv('workQueueUrl'), (error) => {
    log.error('work queue refused a batch', { error });
  });
  return { send: queue.sendEvents, toEnvelope };
}

export function syncDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return { sync: syncStore(table), events: eventStore(table, shards), now, workerVersion: requireEnv('version') };
}

export function parkDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return { deadLetters: deadLetterStore(table), events: eventStore(table, shards), now, ulidOfHash };
}

export function projectorDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return { records: recordStore(table, shards), counters: counterStore(table, shards) };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID whose random part is the first 80 bits of a hash, so that one message always gets one id. */
export function ulidOfHash(ms: number, hash: Uint8Array): string {
  const random = Array.from({ length: 16 }, (_, index) => crockford.charAt((hash[index] ?? 0) % 32));
  return encodeTime(ms) + random.join('');
}
