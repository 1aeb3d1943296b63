// The shapes of the table's items about documents.
import type { DocumentStatus, DocumentType, RejectionCode } from '../../contracts/document.ts';
import type { Key } from '../engine/keys.ts';

/** What a document's newest version and each of its versions say of the bytes. */
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

/** A document as its newest version is, and what became of all of it. */
export interface DocumentItem extends Key, DocumentBytes {
  readonly entity: 'document';
  readonly submission_id: string;
  /** The token's subject of who declared it; decides who may delete it. */
  readonly owner_id: string;
  readonly deleted_at: string | null;
  readonly deleted_by: string | null;
  readonly delete_reason: string | null;
  /** Its bytes go for good: no older version of the object stays either. */
  readonly erased?: true;
  readonly list_pk: string;
  readonly list_sk: string;
  /** Present exactly while its bytes are still to be removed. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

export interface DocumentVersionItem extends Key, DocumentBytes {
  readonly entity: 'document_version';
  readonly uploaded_by_id: string;
  /** Present exactly while it is to be verified. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

/** Says that a submission has a document; what it is, the document says. */
export interface DocumentOfItem extends Key {
  readonly entity: 'document_of';
}
