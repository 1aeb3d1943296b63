// Composes the dependencies of the intake function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { documentLinks } from '../../shared/runtime/document-links.ts';
import { requireCountEnv, requireEnv } from '../../shared/runtime/env.ts';
import { cachedCatalogue, tableBasis } from '../../shared/runtime/table-basis.ts';
import { recordStore } from '../../shared/table/dashboard/record-store.ts';
import { declarationWrites, type NewDocument } from '../../shared/table/documents/document-items.ts';
import { uploadLinkBy } from '../../shared/table/documents/upload-link.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';
import { submissionChangeStore } from '../../shared/table/intake/submission-change-store.ts';
import { submissionCommentStore } from '../../shared/table/intake/submission-comment-store.ts';

export function intakeDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return {
    intake: intakeStore(table, shards),
    changes: submissionChangeStore(table, shards),
    comments: submissionCommentStore(table),
    catalogue: cachedCatalogue(table),
    workerVersion: requireEnv('version'),
    records: recordStore(table, shards),
    cursors: cursors(table, Date.now),
    now: () => new Date(),
    newUlid: ulidSource(),
  };
}

/** Dependencies of accepting a submission that declares a document. */
export function documentDeclaring(client: DynamoDBDocumentClient) {
  const { shards } = tableBasis(client);
  return {
    uploadLink: uploadLinkBy(documentLinks(client)),
    limitBytes: requireCountEnv('documentLimitBytes'),
    declarationWrites: (document: NewDocument) => declarationWrites(document, shards),
  };
}
