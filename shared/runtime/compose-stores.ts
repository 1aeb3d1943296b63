// Composes what use cases depend on: stores over the table, the work queue, the clock and the ids.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import { queueClient } from '../adapters/clients.ts';
import { type EventQueue, eventQueue } from '../adapters/event-queue.ts';
import { ulidSource } from '../adapters/ids.ts';
import { makeId } from '../contracts/ids.ts';
import type { Log } from '../observability/log.ts';
import { createMeter, type Meter } from '../observability/meter.ts';
import { memo } from '../patterns/memo.ts';
import { activityStore } from '../table/activity-store.ts';
import { canonicalStore } from '../table/canonical-store.ts';
import { caseCommentStore } from '../table/case-comment-store.ts';
import { caseReopenStore } from '../table/case-reopen-store.ts';
import { caseStore } from '../table/case-store.ts';
import { counterStore } from '../table/counter-store.ts';
import { cursors } from '../table/cursor.ts';
import { deadLetterStore } from '../table/dead-letter-store.ts';
import { dueCaseStore } from '../table/due-case-store.ts';
import { dueList } from '../table/due-list.ts';
import { erasureStore } from '../table/erasure-store.ts';
import { eventList } from '../table/event-list.ts';
import { eventStore } from '../table/event-store.ts';
import { hubTable } from '../table/hub-table.ts';
import { intakeStore } from '../table/intake-store.ts';
import { shardNames } from '../table/keys.ts';
import { lineageSource } from '../table/lineage-source.ts';
import { toEnvelope, toIntegrationEvent, toSyncLog } from '../table/outbox.ts';
import { recordSource } from '../table/record-source.ts';
import { recordStore } from '../table/record-store.ts';
import { recountStore } from '../table/recount-store.ts';
import { referenceStore } from '../table/reference-store.ts';
import { requesterDataStore } from '../table/requester-data-store.ts';
import { submissionChangeStore } from '../table/submission-change-store.ts';
import { submissionCommentStore } from '../table/submission-comment-store.ts';
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

/** Reference values change rarely: an environment reads them at most once in this time, in milliseconds. */
const catalogueTtlMs = 5000;

/** The reference catalogue, shared by all requests of an environment; a change of it is seen within five seconds. */
function cachedCatalogue(table: Basis['table']) {
  return memo(catalogueTtlMs, nowMs, referenceStore(table).catalogue);
}

export function intakeDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    intake: intakeStore(table, shards),
    changes: submissionChangeStore(table, shards),
    comments: submissionCommentStore(table),
    catalogue: cachedCatalogue(table),
    workerVersion: requireEnv('version'),
    records: recordStore(table, shards),
    cursors: cursors(table, nowMs),
    now,
    newUlid: ulidSource(),
  };
}

export function erasureDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    erasures: erasureStore(table),
    requesterData: requesterDataStore(table, shards),
    cursors: cursors(table, nowMs),
    now,
    newUlid: ulidSource(),
    pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    eventIdAt: (ms: number) => makeId('event', encodeTime(ms)),
  };
}

export function referenceDeps(client: DynamoDBDocumentClient) {
  const { table } = basis(client);
  return { reference: referenceStore(table), cursors: cursors(table, nowMs), now };
}

export function operationsDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    cases: caseStore(table, shards, now),
    comments: caseCommentStore(table),
    reopenings: caseReopenStore(table, shards),
    dueCases: dueCaseStore(table, shards),
    intake: intakeStore(table, shards),
    catalogue: cachedCatalogue(table),
    meter: createMeter(),
    records: recordStore(table, shards),
    due: dueList(table, recordStore(table, shards), shards),
    cursors: cursors(table, nowMs),
    now,
    newUlid: ulidSource(),
  };
}

export function breachDeps(client: DynamoDBDocumentClient, meter: Meter) {
  const { table, shards } = basis(client);
  return { dueCases: dueCaseStore(table, shards), cases: caseStore(table, shards, now), meter, now };
}

export function canonicalDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    canonical: canonicalStore(table),
    lineage: lineageSource(table),
    catalogue: cachedCatalogue(table),
    records: recordStore(table, shards),
    cursors: cursors(table, nowMs),
    now,
  };
}

export function dashboardDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    records: recordStore(table, shards),
    source: recordSource(table),
    counters: counterStore(table, shards),
    activity: activityStore(table),
    recounts: recountStore(table, now, ulidSource()),
    events: eventStore(table, shards),
    deadLetters: deadLetterStore(table),
    dueCases: dueCaseStore(table, shards),
    catalogue: cachedCatalogue(table),
    cursors: cursors(table, nowMs),
    shards: shardNames(shards),
    now,
    nowMs,
  };
}

export function integrationDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = basis(client);
  const events = eventStore(table, shards);
  return {
    events,
    eventList: eventList(table, events, shards),
    deadLetters: deadLetterStore(table),
    cursors: cursors(table, nowMs),
    toIntegrationEvent,
    toSyncLog,
    ...sendDeps(log),
    now,
    nowMs,
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
  return {
    sync: syncStore(table, shards),
    events: eventStore(table, shards),
    now,
    workerVersion: requireEnv('version'),
  };
}

export function parkDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return { deadLetters: deadLetterStore(table), events: eventStore(table, shards), now, ulidOfHash };
}

export function projectorDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = basis(client);
  return {
    records: recordStore(table, shards),
    counters: counterStore(table, shards),
    activity: activityStore(table),
  };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID whose random part is the first 80 bits of a hash, so that one message always gets one id. */
export function ulidOfHash(ms: number, hash: Uint8Array): string {
  const random = Array.from({ length: 16 }, (_, index) => crockford.charAt((hash[index] ?? 0) % 32));
  return encodeTime(ms) + random.join('');
}
