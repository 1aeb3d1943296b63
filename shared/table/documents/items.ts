// Item types of documents.
import type { DocumentStatus, DocumentType, RejectionCode } from '../../contracts/document.ts';
import type { Key } from '../engine/keys.ts';

/** Facts about the bytes, in the document and in each of its versions. */
interface DocumentBytes {
  readonly version: number;
  readonly status: DocumentStatus;
  readonly file_name: string;
  readonly content_type: DocumentType;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly rejection: { readonly code: RejectionCode; readonly message: string } | null;
  readonly uploaded_by: string;
  readonly created_at: string;
  readonly verified_at: string | null;
}

/** A document with the values of its newest version, and its deletion or erasure. */
export interface DocumentItem extends Key, DocumentBytes {
  readonly entity: 'document';
  readonly submission_id: string;
  /** The token's subject of the person who declared it; decides who may delete it. */
  readonly owner_id: string;
  readonly deleted_at: string | null;
  readonly deleted_by: string | null;
  readonly delete_reason: string | null;
  /** True when its bytes are removed with all older object versions. */
  readonly erased?: true;
  readonly list_pk: string;
  readonly list_sk: string;
  /** Present while the removal of its bytes is pending. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

export interface DocumentVersionItem extends Key, DocumentBytes {
  readonly entity: 'document_version';
  readonly uploaded_by_id: string;
  /** Present while its verification is pending. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

/** Entry of a document in the list of its submission. */
export interface DocumentOfItem extends Key {
  readonly entity: 'document_of';
}
