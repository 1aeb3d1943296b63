// Upload links of declared versions: signs the object key, size, type and SHA-256 of the declaration.
import type { ObjectLinks } from '../../adapters/object-links.ts';
import type { DocumentUpload, DocumentVersion } from '../../contracts/document.ts';
import { objectKeys } from './keys.ts';

/** Returns a function that signs the upload link of a declared version. */
export function uploadLinkBy(links: Pick<ObjectLinks, 'upload'>) {
  return async (documentId: string, version: DocumentVersion, at: Date): Promise<DocumentUpload> => {
    const { url, headers, expiresAt } = await links.upload({
      key: objectKeys.of('uploads', documentId, version.version),
      contentType: version.content_type,
      sizeBytes: version.size_bytes,
      sha256: version.sha256,
      at,
    });
    return { method: 'PUT', url, headers, expires_at: expiresAt };
  };
}
