// Metadata of documents. The bytes are objects of the bucket. Items are never removed, so that the history of a
// document stays.
import type { DocumentVersion, RejectionCode } from '../../contracts/document.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import type { HubTable, Item, Write } from '../engine/hub-table.ts';
import { shardNames, tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import { addVersion, type DeclareOutcome, declare, declaredBefore } from './document-declaring.ts';
import { bytesOf, type NewDocument, type StoredDocument, toStoredDocument, workEntry } from './document-items.ts';
import type { DocumentItem, DocumentVersionItem } from './items.ts';
import {
  documentKey,
  documentListPartition,
  documentPartition,
  documentsOfPartition,
  documentVersionKey,
} from './keys.ts';

export interface DocumentRef {
  readonly documentId: string;
  readonly version: number;
}

/** Result of the verification. */
export type Finding =
  | { readonly kind: 'available' }
  | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly message: string };

export interface Deletion {
  readonly documentId: string;
  /** Newest version at the time of the read. */
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export interface DocumentStore {
  /** One transaction, under the condition that the submission accepts documents. */
  declare(document: NewDocument, idempotency: IdempotentRequest | undefined): Promise<DeclareOutcome>;
  /** One transaction: the next version of a document that is not deleted. */
  addVersion(document: NewDocument, idempotency: IdempotentRequest | undefined): Promise<DeclareOutcome>;
  /** The declaration of an earlier call with this key, for a call that would be refused now. */
  declaredBefore(idempotency: IdempotentRequest | undefined): Promise<DeclareOutcome | undefined>;
  get(documentId: string): Promise<StoredDocument | undefined>;
  /** The document with all versions, oldest first, in one Query. */
  withVersions(
    documentId: string,
  ): Promise<(StoredDocument & { readonly versions: readonly DocumentVersion[] }) | undefined>;
  ofSubmission(submissionId: string, limit: number, after?: ListPosition): Promise<Listing<StoredDocument>>;
  newest(limit: number, after?: ListPosition): Promise<Listing<StoredDocument>>;
  /** Settles a pending version; `too-late` when it is already settled or its document was deleted. */
  settle(ref: DocumentRef, finding: Finding, at: string): Promise<'settled' | 'too-late'>;
  /** `changed` when it has a newer version or was deleted since it was read. */
  delete(deletion: Deletion): Promise<'deleted' | 'changed'>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function documentStore(table: HubTable, shards: number): DocumentStore {
  const partitions = shardNames(shards).map(documentListPartition);
  return {
    declare: (document, idempotency) => declare(table, shards, document, idempotency),
    addVersion: (document, idempotency) => addVersion(table, shards, document, idempotency),
    declaredBefore: (idempotency) => declaredBefore(table, idempotency),
    get: async (id) => toStoredDocument(await table.get<DocumentItem>(documentKey(id))),
    withVersions: (id) => withVersions(table, id),
    ofSubmission: async (id, limit, after) =>
      readAll(table, await listNewest(table, { partitions: [documentsOfPartition(id)], limit, after }), (item) =>
        documentKey(String(item['sk'])),
      ),
    newest: async (limit, after) =>
      readAll(table, await listNewest(table, { index: tableSchema.listIndex, partitions, limit, after }), (item) =>
        documentKey(String(item['list_sk'])),
      ),
    settle: (ref, finding, at) => settle(table, ref, finding, at),
    delete: async (deletion) =>
      (await table.transact([deletionWrite(deletion, shards)])).kind === 'written' ? 'deleted' : 'changed',
  };
}

async function readAll(
  table: HubTable,
  { items, next }: Listing<Item>,
  keyOf: (item: Item) => ReturnType<typeof documentKey>,
): Promise<Listing<StoredDocument>> {
  const found = items.length === 0 ? [] : await table.batchGet<DocumentItem>(items.map(keyOf));
  return { items: found.map(toStoredDocument).filter((item) => item !== undefined), next };
}

async function withVersions(table: HubTable, documentId: string) {
  // A document has at most 50 versions of less than 2 KB: one page.
  const { items } = await table.query<DocumentItem | DocumentVersionItem>({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': documentPartition(documentId) },
    ConsistentRead: true,
  });
  const stored = toStoredDocument(items.find((item) => item.entity === 'document'));
  if (stored === undefined) return undefined;
  const versions = items.filter((item) => item.entity === 'document_version');
  return { ...stored, versions: versions.map(bytesOf) };
}

/** Updates the version and, when it is the newest, the document in one transaction. */
async function settle(
  table: HubTable,
  { documentId, version }: DocumentRef,
  finding: Finding,
  at: string,
): Promise<'settled' | 'too-late'> {
  const rejection = finding.kind === 'rejected' ? { code: finding.code, message: finding.message } : null;
  const set = 'SET #status = :status, rejection = :rejection, verified_at = :at';
  const names = { '#status': 'status' };
  const values = { ':status': finding.kind, ':rejection': rejection, ':at': at };
  const versionWrite: Write = {
    Update: {
      Key: documentVersionKey(documentId, version),
      UpdateExpression: `${set} REMOVE pending_pk, pending_sk`,
      ConditionExpression: '#status = :pending',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ':pending': 'pending' },
    },
  };
  const newest: Write = {
    Update: {
      Key: documentKey(documentId),
      UpdateExpression: set,
      ConditionExpression: '#version = :version AND #status = :pending',
      ExpressionAttributeNames: { ...names, '#version': 'version' },
      ExpressionAttributeValues: { ...values, ':version': version, ':pending': 'pending' },
    },
  };
  const older: Write = {
    ConditionCheck: {
      Key: documentKey(documentId),
      ConditionExpression: '#version > :version AND #status <> :deleted',
      ExpressionAttributeNames: { ...names, '#version': 'version' },
      ExpressionAttributeValues: { ':version': version, ':deleted': 'deleted' },
    },
  };
  const first = await table.transact([versionWrite, newest]);
  if (first.kind === 'written') return 'settled';
  if (first.failed.includes(0)) return 'too-late';
  return (await table.transact([versionWrite, older])).kind === 'written' ? 'settled' : 'too-late';
}

function deletionWrite({ documentId, version, at, by, reason }: Deletion, shards: number): Write {
  const { pending_pk, pending_sk } = workEntry(documentId, at, shards);
  return {
    Update: {
      Key: documentKey(documentId),
      UpdateExpression:
        'SET #status = :deleted, deleted_at = :at, deleted_by = :by, delete_reason = :reason, pending_pk = :pk, pending_sk = :sk',
      ConditionExpression: '#version = :version AND #status <> :deleted',
      ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
      ExpressionAttributeValues: {
        ':deleted': 'deleted',
        ':at': at,
        ':by': by,
        ':reason': reason,
        ':pk': pending_pk,
        ':sk': pending_sk,
        ':version': version,
      },
    },
  };
}
