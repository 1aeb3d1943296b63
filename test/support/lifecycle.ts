// The request lifecycle without queues and streams: the product's use cases over a table of the embedded engine.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { projectRecords } from '../../functions/dashboard/project-records.ts';
import { parkMessage } from '../../functions/events/park-message.ts';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { changeCaseStatus } from '../../functions/operations/change-case-status.ts';
import { effects } from '../../functions/sync/effects.ts';
import { handleMessage } from '../../functions/sync/handle-message.ts';
import { ulidOfHash, ulidSource } from '../../shared/adapters/ids.ts';
import type { SubmissionBody } from '../../shared/contracts/intake.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { readMessage } from '../../shared/contracts/read-message.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { counterStore } from '../../shared/table/dashboard/counter-store.ts';
import { openBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import { projections } from '../../shared/table/dashboard/projections.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { recountStore } from '../../shared/table/dashboard/recount-store.ts';
import { deadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { caseStore } from '../../shared/table/operations/case-store.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { syncStore } from '../../shared/table/sync/sync-store.ts';
import { sampleBody } from './sample-body.ts';
import { testTableName } from './table.ts';

export const sampleTraceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const tester = { name: 'Test', subject: 'person-test' };
const shards = 4;
const newUlid = ulidSource();
const now = (): Date => new Date();
/** The cached catalogue of a warm function, without a call. */
const catalogue = async () => builtInCatalogue;

/** The use cases bound to a client, with or without faults. */
export function lifecycle(documents: DynamoDBDocumentClient) {
  const table = hubTable(documents, testTableName);
  const events = eventStore(table, shards);
  const cases = caseStore(table, shards, now);
  const records = recordStore(table, shards);
  const counters = counterStore(table, shards);
  const batches = openBatchStore(table, shards, Date.now, newUlid);
  const deadLetters = deadLetterStore(table);
  return {
    projections,
    table,
    events,
    cases,
    records,
    counters,
    batches,
    recounts: recountStore(table, now, newUlid),
    deadLetters,
    intake: intakeStore(table, shards),
    sync: syncStore(table, shards),
    submit: (idempotencyKeyHash?: string, body: SubmissionBody = sampleBody, payloadFingerprint?: string) =>
      acceptSubmission(
        { body, submittedBy: tester, traceparent: sampleTraceparent, idempotencyKeyHash, payloadFingerprint },
        { intake: intakeStore(table, shards), catalogue, now, newUlid },
      ),
    changeStatus: (
      caseId: string,
      newStatus: CaseStatus,
      options: { ifMatch?: string; idempotencyKeyHash?: string; payloadFingerprint?: string } = {},
    ) =>
      changeCaseStatus(
        {
          caseId,
          newStatus,
          reason: 'because',
          changedBy: tester,
          traceparent: sampleTraceparent,
          ifMatch: options.ifMatch,
          idempotencyKeyHash: options.idempotencyKeyHash,
          payloadFingerprint: options.payloadFingerprint,
        },
        { cases, now, newUlid },
      ),
    deliver: (body: string, attempt = 1) =>
      handleMessage(
        { body, attempt },
        { read: readMessage, effects, sync: syncStore(table, shards), events, now, workerVersion: 'test' },
      ),
    park: (body: string, sentAtMs = Date.now()) =>
      parkMessage({ body, sentAtMs }, { deadLetters, events, now, ulidOfHash }),
    project: (items: readonly Record<string, unknown>[]) =>
      projectRecords(
        items.map((item, index) => ({ sequenceNumber: String(index + 1), item })),
        { projections, records, batches },
      ),
    /** Queue messages of the pending events of one submission or case, oldest first. */
    owed: async (subject: string): Promise<readonly string[]> => {
      const pages = await Promise.all(events.owedShards.map((shard) => events.owed(shard)));
      const owed = await events.stillOwed(pages.flatMap(({ entries }) => entries));
      return owed
        .filter((item) => item.subject === subject)
        .sort((a, b) => (a.sk < b.sk ? -1 : 1))
        .map((item: EventItem) => JSON.stringify(toEnvelope(item)));
    },
  };
}
