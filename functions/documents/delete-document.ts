// Deletes a document: removes its bytes and keeps its metadata as audit. Its uploader may delete it; other people need a
// further permission.
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

/** Permission to delete a document of another person. */
export const othersPermission = 'document:delete-any';

export interface DeleteDocument {
  readonly documentId: string;
  readonly reason: string;
  readonly by: { readonly name: string; readonly subject: string; readonly role: Role };
}

const attempts = 3;

/** Deleting a deleted document changes nothing and returns it. */
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
  // The document is already deleted. When this fails, the removal stays pending and the sweep does it.
  await removeBytes(documentId, deps).catch(() => undefined);
  return found(await deps.documents.get(documentId), 'document', documentId).document;
}

const changing = (documentId: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.CHANGED',
    message: `${documentId} got new versions during each attempt to delete it; read it and decide again`,
  });
