// Signs a short-lived link to the verified bytes of a document, for a download or a preview of an image or a text.

import type { ObjectLinks } from '../../shared/adapters/object-links.ts';
import type { DocumentLink, DocumentVersion } from '../../shared/contracts/document.ts';
import { contentDisposition } from '../../shared/core/documents/document-names.ts';
import { hasPreview, servedType } from '../../shared/core/documents/document-rules.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found, notFound } from '../../shared/errors/not-found.ts';
import type { DocumentStore } from '../../shared/table/documents/document-store.ts';
import { deletedDocument } from './deleted-document.ts';
import type { VerifyDocumentDeps } from './verify-document.ts';

export interface LinkDocumentDeps {
  readonly documents: Pick<DocumentStore, 'withVersions'>;
  readonly links: Pick<ObjectLinks, 'read'>;
  readonly keys: VerifyDocumentDeps['keys'];
  readonly now: () => Date;
}

export interface LinkDocument {
  readonly documentId: string;
  readonly disposition: 'attachment' | 'inline';
  /** @default the newest available version */
  readonly version: number | undefined;
}

export async function linkDocument(input: LinkDocument, deps: LinkDocumentDeps): Promise<DocumentLink> {
  const { documentId, disposition } = input;
  const { document, versions } = found(await deps.documents.withVersions(documentId), 'document', documentId);
  if (document.status === 'deleted') throw deletedDocument(document);
  const available = versions.filter(({ status }) => status === 'available').map(({ version }) => version);
  const wanted = input.version ?? (available.length === 0 ? document.version : Math.max(...available));
  const version = versions.find((candidate) => candidate.version === wanted);
  if (version === undefined) throw notFound('document version', `${wanted} of ${documentId}`);
  if (version.status !== 'available') throw notAvailable(documentId, version, available);
  if (disposition === 'inline' && !hasPreview(version.content_type)) throw noPreview(version);
  const link = await deps.links.read({
    key: deps.keys.of('documents', documentId, wanted),
    contentType: servedType(version.content_type, disposition),
    contentDisposition: contentDisposition(disposition, version.file_name),
    at: deps.now(),
  });
  return { url: link.url, disposition, expires_at: link.expiresAt };
}

function notAvailable(documentId: string, version: DocumentVersion, available: readonly number[]): HubError {
  const others = available.length === 0 ? 'no version is available' : `available: ${available.join(', ')}`;
  return new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.NOT_AVAILABLE',
    message: `version ${version.version} of ${documentId} is ${version.status}; ${others}`,
    details: { current_status: version.status, available_versions: available },
  });
}

const noPreview = ({ content_type }: DocumentVersion): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.NO_PREVIEW',
    message: `${content_type} has no preview, only images and text have one; use the disposition attachment`,
    details: { content_type, allowed: ['attachment'] },
  });
