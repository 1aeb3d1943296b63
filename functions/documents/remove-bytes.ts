// Removes the bytes of all versions of a deleted document, uploaded and verified. It is idempotent.
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { DocumentWorkStore } from '../../shared/table/documents/document-work-store.ts';
import type { VerifyDocumentDeps } from './verify-document.ts';

export interface RemoveBytesDeps {
  readonly work: Pick<DocumentWorkStore, 'removal' | 'bytesRemoved'>;
  readonly objects: Pick<ObjectStore, 'remove' | 'removeForGood'>;
  readonly keys: VerifyDocumentDeps['keys'];
}

export async function removeBytes(documentId: string, { work, objects, keys }: RemoveBytesDeps): Promise<void> {
  const { versions, forGood } = await work.removal(documentId);
  const remove = forGood ? objects.removeForGood : objects.remove;
  for (let version = 1; version <= versions; version += 1) {
    await Promise.all([
      remove(keys.of('uploads', documentId, version)),
      remove(keys.of('documents', documentId, version)),
    ]);
  }
  await work.bytesRemoved(documentId, forGood);
}
