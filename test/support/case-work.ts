// Use cases on cases, bound to a table of the embedded engine; lifecycle.ts has the others.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { changeCase } from '../../functions/operations/change-case.ts';
import { changeStatuses } from '../../functions/operations/change-statuses.ts';
import { commentOnCase, listCaseComments } from '../../functions/operations/comment-on-case.ts';
import { reopenCase } from '../../functions/operations/reopen-case.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import type { CaseChangeBody, CaseStatus } from '../../shared/contracts/operations.ts';
import { builtInCatalogue, type Catalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { caseCommentStore } from '../../shared/table/operations/case-comment-store.ts';
import { caseReopenStore } from '../../shared/table/operations/case-reopen-store.ts';
import { caseStore } from '../../shared/table/operations/case-store.ts';
import { dueCaseStore } from '../../shared/table/operations/due-case-store.ts';
import { type lifecycle, sampleTraceparent } from './lifecycle.ts';
import { testTableName } from './table.ts';

const operator = { name: 'Olga Operator', subject: 'person-olga' };
const shards = 4;
const newUlid = ulidSource();
const now = (): Date => new Date();

interface Guards {
  readonly ifMatch?: string;
  readonly key?: string;
  readonly fingerprint?: string;
}

const guarded = ({ ifMatch, key, fingerprint }: Guards) => ({
  ifMatch,
  idempotencyKeyHash: key,
  payloadFingerprint: fingerprint,
});

/** @param values Reference catalogue that validates changes. */
export function caseWork(documents: DynamoDBDocumentClient, values: Catalogue = builtInCatalogue) {
  const table = hubTable(documents, testTableName);
  const cases = caseStore(table, shards, now);
  const comments = caseCommentStore(table);
  const catalogue = async () => values;
  return {
    cases,
    due: dueCaseStore(table, shards),
    change: (caseId: string, body: Omit<CaseChangeBody, 'change_reason'>, guards: Guards = {}) =>
      changeCase(
        { caseId, body: { ...body, change_reason: 'as agreed' }, changedBy: operator, ...guarded(guards) },
        { cases, catalogue, now, newUlid },
      ),
    comment: (caseId: string, text: string, guards: Guards = {}) =>
      commentOnCase({ caseId, text, writtenBy: operator, ...guarded(guards) }, { cases, comments, now, newUlid }),
    commentsOf: (caseId: string, limit = 25, cursor?: string) =>
      listCaseComments(
        { caseId, query: { limit, ...(cursor === undefined ? {} : { cursor }) }, unmasked: true },
        { cases, comments, cursors: cursors(table, () => Date.now()) },
      ),
    reopen: (caseId: string, guards: Guards = {}) =>
      reopenCase(
        { caseId, reason: 'it came back', reopenedBy: operator, traceparent: sampleTraceparent, ...guarded(guards) },
        {
          cases,
          reopenings: caseReopenStore(table, shards),
          intake: intakeStore(table, shards),
          catalogue,
          now,
          newUlid,
        },
      ),
    changeAll: (caseIds: readonly string[], newStatus: CaseStatus, key?: string, fingerprint?: string) =>
      changeStatuses(
        {
          caseIds,
          newStatus,
          reason: 'all at once',
          changedBy: operator,
          idempotencyKeyHash: key,
          payloadFingerprint: fingerprint,
          traceparent: sampleTraceparent,
        },
        { cases, now, newUlid },
      ),
  };
}

/** Creates submissions, syncs them and returns the ids of their cases. */
export async function openCases(hub: ReturnType<typeof lifecycle>, count = 1): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { submission_id } = await hub.submit();
    for (const message of await hub.owed(submission_id)) await hub.deliver(message);
    ids.push(submission_id.replace('SUB-', 'CASE-'));
  }
  return ids;
}
