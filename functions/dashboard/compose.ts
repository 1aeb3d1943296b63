// Composes the dependencies of the dashboard functions.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { realWaiting } from '../../shared/async/backoff.ts';
import { deadLetterList } from '../../shared/core/desk/desk-names.ts';
import { cachedCatalogue, tableBasis } from '../../shared/runtime/table-basis.ts';
import { counterStore } from '../../shared/table/dashboard/counter-store.ts';
import { openBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import { recordSource } from '../../shared/table/dashboard/record-source.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { recountStore } from '../../shared/table/dashboard/recount-store.ts';
import { openItems } from '../../shared/table/desk/desk-count.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { dueCaseStore } from '../../shared/table/operations/due-case-store.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';

export function dashboardDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    projections,
    records: recordStore(table, shards),
    source: recordSource(table, projections),
    counters: counterStore(table, shards),
    batches: openBatchStore(table, shards, Date.now, ulidSource()),
    recounts: recountStore(table, () => new Date(), ulidSource()),
    events: eventStore(table, shards),
    parkedDeadLetters: () => openItems(table, deadLetterList),
    dueCases: dueCaseStore(table, shards),
    catalogue: cachedCatalogue(table),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
    nowMs: Date.now,
  };
}

export function projectorDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    projections,
    records: recordStore(table, shards),
    batches: openBatchStore(table, shards, Date.now, ulidSource()),
  };
}

export function repairDeps(client: DynamoDBDocumentClient) {
  return { ...projectorDeps(client), nowMs: Date.now, pause: realWaiting.pause };
}
