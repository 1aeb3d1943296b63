// Composes the dependencies of the case functions.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { createMeter, type Meter } from '../../shared/observability/meter.ts';
import { cachedCatalogue, tableBasis } from '../../shared/runtime/table-basis.ts';
import { dueList } from '../../shared/table/dashboard/due-list.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { caseCommentStore } from '../../shared/table/operations/case-comment-store.ts';
import { caseReopenStore } from '../../shared/table/operations/case-reopen-store.ts';
import { caseStore } from '../../shared/table/operations/case-store.ts';
import { dueCaseStore } from '../../shared/table/operations/due-case-store.ts';

export function operationsDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    cases: caseStore(table, shards, () => new Date()),
    comments: caseCommentStore(table),
    reopenings: caseReopenStore(table, shards),
    dueCases: dueCaseStore(table, shards),
    intake: intakeStore(table, shards),
    catalogue: cachedCatalogue(table),
    meter: createMeter(),
    records: recordStore(table, shards),
    due: dueList(table, recordStore(table, shards), shards),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
    newUlid: ulidSource(),
  };
}

export function overdueDeps(client: DynamoDBDocumentClient, meter: Meter) {
  const { table, shards } = tableBasis(client);
  return {
    dueCases: dueCaseStore(table, shards),
    cases: caseStore(table, shards, () => new Date()),
    meter,
    now: () => new Date(),
  };
}
