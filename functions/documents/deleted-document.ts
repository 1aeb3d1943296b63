// The refusal of calls on a deleted document.
import type { Document } from '../../shared/contracts/document.ts';
import { HubError } from '../../shared/errors/hub-error.ts';

export function deletedDocument(document: Pick<Document, 'document_id' | 'deleted_at' | 'deleted_by'>): HubError {
  return new HubError({
    kind: 'gone',
    code: 'DOCUMENT.DELETED',
    message: `${document.document_id} was deleted at ${document.deleted_at} by ${document.deleted_by}; only its metadata are left`,
  });
}
