// Verifies the newest version of a document when its uploader reports the upload, before the next sweep.
import type { Document } from '../../shared/contracts/document.ts';
import { mayBecome } from '../../shared/core/documents/document-rules.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { DocumentStore } from '../../shared/table/documents/document-store.ts';
import { deletedDocument } from './deleted-document.ts';
import { type VerifyDocumentDeps, verifyDocument } from './verify-document.ts';

export type CompleteDocumentDeps = VerifyDocumentDeps & {
  readonly documents: VerifyDocumentDeps['documents'] & Pick<DocumentStore, 'get'>;
};

/** @returns the document: available, rejected with the reason, or pending until a scanner has checked it */
export async function completeDocument(documentId: string, deps: CompleteDocumentDeps): Promise<Document> {
  const { document } = found(await deps.documents.get(documentId), 'document', documentId);
  if (document.status === 'deleted') throw deletedDocument(document);
  if (!mayBecome(document.status, 'available')) return document;
  const outcome = await verifyDocument({ documentId, version: document.version }, deps);
  const { document: after } = found(await deps.documents.get(documentId), 'document', documentId);
  if (after.status === 'deleted') throw deletedDocument(after);
  // A concurrent verification removes the upload, so only a version that is still pending was never uploaded.
  if (outcome.kind === 'not-uploaded' && mayBecome(after.status, 'available')) throw notUploaded(document);
  return after;
}

const notUploaded = ({ document_id, version, created_at }: Document): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.NOT_UPLOADED',
    message: `nothing has been uploaded for version ${version} of ${document_id} since ${created_at}; send the bytes to its upload link first, or declare a new version`,
  });
