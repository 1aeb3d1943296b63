// Composes the declaration of documents and the presigned links to their bytes. It imports no S3 client, so that intake
// can declare a document without bundling one.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type ObjectLinks, objectLinks } from '../adapters/object-links.ts';
import type { DocumentDeclared, DocumentVersion } from '../contracts/document.ts';
import { declarationWrites, type NewDocument } from '../table/documents/document-items.ts';
import { objectKeys } from '../table/documents/keys.ts';
import { requireCountEnv, requireEnv } from './env.ts';

/** @param client Any AWS client; its credentials and region sign the links. */
export function documentLinkDeps(client: Pick<DynamoDBDocumentClient, 'config'>) {
  const { credentials, region, sha256 } = client.config;
  const links: ObjectLinks = objectLinks(
    { credentials, region, sha256 },
    { origin: requireEnv('documentsOrigin'), publicUrl: requireEnv('documentsUrl') },
  );
  return { links, uploadLink: uploadLinkBy(links), limitBytes: requireCountEnv('documentLimitBytes') };
}

/** Dependencies of accepting a submission that declares documents. */
export function documentDeclaring(client: Pick<DynamoDBDocumentClient, 'config'>) {
  const { uploadLink, limitBytes } = documentLinkDeps(client);
  const shards = requireCountEnv('shards');
  return { uploadLink, limitBytes, declarationWrites: (document: NewDocument) => declarationWrites(document, shards) };
}

/** Returns a function that makes the upload link of a declared version. */
export function uploadLinkBy(links: Pick<ObjectLinks, 'upload'>) {
  return async (documentId: string, version: DocumentVersion, at: Date): Promise<DocumentDeclared['upload']> => {
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
