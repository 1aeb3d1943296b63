// Use cases on submissions besides acceptance, over a table of the embedded engine.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { commentOnSubmission } from '../../functions/intake/comment-on-submission.ts';
import { editSubmission } from '../../functions/intake/edit-submission.ts';
import { withdrawSubmission } from '../../functions/intake/withdraw-submission.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import type { SubmissionEdit } from '../../shared/contracts/intake.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { builtInCatalogue, type Catalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { submissionChangeStore } from '../../shared/table/intake/submission-change-store.ts';
import { submissionCommentStore } from '../../shared/table/intake/submission-comment-store.ts';
import { sampleTraceparent } from './lifecycle.ts';
import { testTableName } from './table.ts';

const shards = 4;
const newUlid = ulidSource();
const now = (): Date => new Date();

/** The submitter in these tests, with the operator role. */
export const submitter = { name: 'Test', subject: 'person-test', role: 'operator' as Role };

export interface ChangeOptions {
  readonly by?: { readonly name: string; readonly subject: string; readonly role: Role };
  readonly ifMatch?: string;
  readonly key?: string;
  readonly fingerprint?: string;
}

/** @param catalogue The reference catalogue, without a call. */
export function submissions(documents: DynamoDBDocumentClient, catalogue: Catalogue = builtInCatalogue) {
  const table = hubTable(documents, testTableName);
  const changes = submissionChangeStore(table, shards);
  const comments = submissionCommentStore(table);
  const deps = { changes, comments, catalogue: async () => catalogue, now, newUlid, workerVersion: 'test' };
  const request = (submissionId: string, options: ChangeOptions) => ({
    submissionId,
    changedBy: options.by ?? submitter,
    ifMatch: options.ifMatch,
    idempotencyKeyHash: options.key,
    payloadFingerprint: options.fingerprint,
    traceparent: sampleTraceparent,
  });
  return {
    changes,
    comments,
    edit: (submissionId: string, edit: SubmissionEdit, options: ChangeOptions = {}) =>
      editSubmission({ ...request(submissionId, options), edit }, deps),
    withdraw: (submissionId: string, options: ChangeOptions = {}) =>
      withdrawSubmission({ ...request(submissionId, options), reason: 'sent by mistake' }, deps),
    comment: (submissionId: string, text: string, options: ChangeOptions = {}) =>
      commentOnSubmission({ ...request(submissionId, options), by: submitter, text }, deps),
  };
}
