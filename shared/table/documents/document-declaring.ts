// Declares documents and their versions: each in one transaction, once per idempotency key.
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { type HubTable, putNew, type Write } from '../engine/hub-table.ts';
import { type Made, madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import type { SubmissionItem } from '../intake/items.ts';
import { submissionKey } from '../intake/keys.ts';
import { declarationWrites, type NewDocument, versionItem } from './document-items.ts';
import { documentIdempotencyMarkKey, documentKey } from './keys.ts';

export type DeclareOutcome =
  | { readonly kind: 'declared' }
  /** An earlier call with this `Idempotency-Key` declared it. */
  | { readonly kind: 'declared-before'; readonly made: Made }
  /** Nothing was written: the submission does not exist, or was withdrawn or erased. */
  | { readonly kind: 'no-submission' }
  | { readonly kind: 'closed'; readonly why: 'withdrawn' | 'erased' }
  /** Nothing was written: the document has a newer version or was deleted since it was read. */
  | { readonly kind: 'changed' };

/** The first version, under the condition that the submission accepts documents. */
export async function declare(
  table: HubTable,
  shards: number,
  document: NewDocument,
  idempotency: IdempotentRequest | undefined,
): Promise<DeclareOutcome> {
  const writes = [
    submissionOpen(document.submissionId),
    ...declarationWrites(document, shards),
    ...idempotencyMark(document, idempotency),
  ];
  const outcome = await table.transact(writes);
  if (outcome.kind === 'written') return { kind: 'declared' };
  const before = await declaredBefore(table, idempotency);
  if (before !== undefined) return before;
  // A client retry without a token finds the items of its own first attempt.
  if ((await table.get(documentKey(document.documentId))) !== undefined) return { kind: 'declared' };
  return closedBecause(table, document.submissionId);
}

/** Withdrawn and erased submissions accept no documents. */
const submissionOpen = (submissionId: string): Write => ({
  ConditionCheck: {
    Key: submissionKey(submissionId),
    ConditionExpression:
      'attribute_exists(pk) AND submission_status <> :withdrawn AND (attribute_not_exists(erased_at) OR erased_at = :none)',
    ExpressionAttributeValues: { ':withdrawn': 'withdrawn', ':none': null },
  },
});

async function closedBecause(table: HubTable, submissionId: string): Promise<DeclareOutcome> {
  const submission = await table.get<SubmissionItem>(submissionKey(submissionId));
  if (submission === undefined) return { kind: 'no-submission' };
  return { kind: 'closed', why: submission.submission_status === 'withdrawn' ? 'withdrawn' : 'erased' };
}

/** The next version of a document that has not changed since it was read. */
export async function addVersion(
  table: HubTable,
  shards: number,
  document: NewDocument,
  idempotency: IdempotentRequest | undefined,
): Promise<DeclareOutcome> {
  const { documentId, version, ownerId } = document;
  const values = Object.entries(version);
  const newest: Write = {
    Update: {
      Key: documentKey(documentId),
      UpdateExpression: `SET ${values.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: '#version = :previous AND #status <> :deleted',
      ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
        ':previous': version.version - 1,
        ':deleted': 'deleted',
      },
    },
  };
  const outcome = await table.transact([
    submissionOpen(document.submissionId),
    newest,
    putNew(versionItem(documentId, version, ownerId, shards)),
    ...idempotencyMark(document, idempotency),
  ]);
  if (outcome.kind === 'written') return { kind: 'declared' };
  const before = await declaredBefore(table, idempotency);
  if (before !== undefined) return before;
  return outcome.failed.includes(0) ? closedBecause(table, document.submissionId) : { kind: 'changed' };
}

function idempotencyMark(
  { documentId, version }: NewDocument,
  idempotency: IdempotentRequest | undefined,
): readonly Write[] {
  if (idempotency === undefined) return [];
  const made = { document_id: documentId, document_version: String(version.version), created_at: version.created_at };
  return [putIdempotencyMark(idempotency, made, version.created_at, documentIdempotencyMarkKey)];
}

/** The declaration of an earlier call with this key; undefined when there was none. */
export async function declaredBefore(
  table: HubTable,
  idempotency: IdempotentRequest | undefined,
): Promise<DeclareOutcome | undefined> {
  const made = await madeBefore(table, idempotency, documentIdempotencyMarkKey);
  return made === undefined ? undefined : { kind: 'declared-before', made };
}
