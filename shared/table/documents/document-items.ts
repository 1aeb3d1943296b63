// Maps documents to items and back. A document item repeats its newest version, so that lists read one item per
// document; older versions are read with the document only.
import type { Document, DocumentVersion } from '../../contracts/document.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { putNew, type Write } from '../engine/hub-table.ts';
import { shardOf } from '../engine/keys.ts';
import type { DocumentItem, DocumentOfItem, DocumentVersionItem } from './items.ts';
import {
  documentKey,
  documentListPartition,
  documentOfKey,
  documentPartition,
  documentVersionKey,
  documentWorkPartition,
} from './keys.ts';

export interface NewDocument {
  readonly documentId: string;
  readonly submissionId: string;
  readonly version: DocumentVersion;
  /** The token's subject of the person who declares it. */
  readonly ownerId: string;
}

/**
 * The puts that declare a document: the document, its first version and its entry in the submission's documents.
 * The transaction also has to create or check the submission.
 */
export function declarationWrites(
  { documentId, submissionId, version, ownerId }: NewDocument,
  shards: number,
): Write[] {
  const document: DocumentItem = {
    ...documentKey(documentId),
    entity: 'document',
    submission_id: submissionId,
    owner_id: ownerId,
    ...version,
    deleted_at: null,
    deleted_by: null,
    delete_reason: null,
    list_pk: documentListPartition(shardOf(documentId, shards)),
    list_sk: documentId,
  };
  const of: DocumentOfItem = { ...documentOfKey(submissionId, documentId), entity: 'document_of' };
  return [document, versionItem(documentId, version, ownerId, shards), of].map(putNew);
}

/** A version with a pending verification. */
export function versionItem(
  documentId: string,
  version: DocumentVersion,
  uploadedById: string,
  shards: number,
): DocumentVersionItem {
  return {
    ...documentVersionKey(documentId, version.version),
    entity: 'document_version',
    ...version,
    uploaded_by_id: uploadedById,
    ...workEntry(documentId, version.created_at, shards),
  };
}

/** Entry of the pending index for document work that is pending since `at`; the oldest is done first. */
export function workEntry(
  documentId: string,
  at: string,
  shards: number,
): { readonly pending_pk: string; readonly pending_sk: string } {
  return { pending_pk: documentWorkPartition(shardOf(documentId, shards)), pending_sk: `${at}#${documentId}` };
}

/** Facts of a document that only the hub uses. */
export interface StoredDocument {
  readonly document: Document;
  readonly ownerId: string;
}

export const documentIdOf = (item: { readonly pk: string }): string => item.pk.slice(documentPartition('').length);

export function toStoredDocument(item: DocumentItem | undefined): StoredDocument | undefined {
  if (item === undefined) return undefined;
  const ulid = ulidOf(item.submission_id);
  const document: Document = {
    document_id: documentIdOf(item),
    submission_id: item.submission_id,
    request_number: makeId('serviceRequest', ulid),
    correlation_id: makeId('correlation', ulid),
    ...bytesOf(item),
    deleted_at: item.deleted_at,
    deleted_by: item.deleted_by,
    delete_reason: item.delete_reason,
  };
  return { document, ownerId: item.owner_id };
}

/** Attributes that a document and each of its versions share. */
export function bytesOf(item: DocumentItem | DocumentVersionItem): DocumentVersion {
  return {
    version: item.version,
    status: item.status,
    file_name: item.file_name,
    content_type: item.content_type,
    size_bytes: item.size_bytes,
    sha256: item.sha256,
    rejection: item.rejection,
    uploaded_by: item.uploaded_by,
    created_at: item.created_at,
    verified_at: item.verified_at,
  };
}
