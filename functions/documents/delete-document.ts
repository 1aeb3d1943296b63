// Deletes a document: its metadata stay as the audit of it, its bytes go. Who uploaded it may; anybody else needs more.
import { requireOwner } from '../../shared/auth/ownership.ts';
import type { Document } from '../../shared/contracts/document.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { mayBecome } from '../../shared/core/documents/document-rules.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { DocumentStore } from '../../shared/table/documents/document-store.ts';
import { type RemoveBytesDeps, removeBytes } from './remove-bytes.ts';

export interface DeleteDocumentDeps extends RemoveBytesDeps {
  readonly documents: Pick<DocumentStore, 'get' | 'delete'>;
  readonly now: () => Date;
}

/** What it takes to delete what somebody else uploaded. */
export const othersPermission = 'document:delete-any';

export interface DeleteDocument {
  readonly documentId: string;
  readonly reason: string;
  readonly by: { readonly name: string; readonly subject: string; readonly role: Role };
}

const attempts = 3;

/** Deleting what is deleted changes nothing and shows it as it is. */
export async function deleteDocument(input: DeleteDocument, deps: DeleteDocumentDeps): Promise<Document> {
  const { documentId } = input;
  for (let attempt = 1; ; attempt += 1) {
    const { document, ownerId } = found(await deps.documents.get(documentId), 'document', documentId);
    requireOwner(input.by, { id: documentId, madeBy: ownerId }, othersPermission);
    if (!mayBecome(document.status, 'deleted')) return document;
    const at = deps.now().toISOString();
    const { version } = document;
    const outcome = await deps.documents.delete({ documentId, version, at, by: input.by.name, reason: input.reason });
    if (outcome === 'deleted') break;
    if (attempt === attempts) throw changing(documentId);
  }
  // What is left when this fails is owed, and the sweep removes it; the document is deleted whatever happens here.
  await removeBytes(documentId, deps).catch(() => undefined);
  return found(await deps.documents.get(documentId), 'document', documentId).document;
}

const changing = (documentId: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.CHANGED',
    message: `${documentId} kept getting new versions while it was to be deleted; read it and decide again`,
  });
