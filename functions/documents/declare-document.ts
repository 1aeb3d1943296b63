// Declares a document or its next version: writes the metadata and signs a link that accepts exactly the declared bytes.
// The version stays pending until its bytes are verified.
import { requireOwner } from '../../shared/auth/ownership.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import type { DocumentDeclaration, DocumentDeclared, DocumentVersion } from '../../shared/contracts/document.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { acceptedDeclaration } from '../../shared/core/documents/document-declaration.ts';
import { maxVersions, pendingVersion } from '../../shared/core/documents/document-rules.ts';
import type { IdempotentRequest } from '../../shared/core/idempotency/idempotent-request.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found, notFound } from '../../shared/errors/not-found.ts';
import type { DeclareOutcome } from '../../shared/table/documents/document-declaring.ts';
import type { DocumentStore } from '../../shared/table/documents/document-store.ts';
import { deletedDocument } from './deleted-document.ts';

/** Signs the upload link of one version. */
export type UploadLink = (
  documentId: string,
  version: DocumentVersion,
  at: Date,
) => Promise<DocumentDeclared['upload']>;

export interface DeclareDocumentDeps {
  readonly documents: Pick<DocumentStore, 'declare' | 'addVersion' | 'declaredBefore' | 'get'>;
  readonly uploadLink: UploadLink;
  /** Largest document, in bytes. */
  readonly limitBytes: number;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

/** Permission to add a version to a document of another person, because links serve the newest available version. */
export const othersPermission = 'document:replace-any';

interface Declare {
  readonly declaration: DocumentDeclaration;
  readonly by: Actor;
  readonly idempotency: IdempotentRequest | undefined;
}

export async function declareDocument(
  input: Declare & { readonly submissionId: string },
  deps: DeclareDocumentDeps,
): Promise<DocumentDeclared> {
  const declaration = acceptedDeclaration(input.declaration, deps.limitBytes);
  const at = deps.now();
  const documentId = makeId('document', deps.newUlid());
  const version = pendingVersion({
    declaration,
    version: 1,
    uploadedBy: input.by.name,
    createdAt: at.toISOString(),
  });

  const outcome = await deps.documents.declare(
    { documentId, submissionId: input.submissionId, version, ownerId: input.by.subject },
    input.idempotency,
  );

  return answer(outcome, { documentId, version, submissionId: input.submissionId }, at, deps);
}

export async function declareVersion(
  input: Declare & { readonly documentId: string; readonly by: { readonly role: Role } },
  deps: DeclareDocumentDeps,
): Promise<DocumentDeclared> {
  const declaration = acceptedDeclaration(input.declaration, deps.limitBytes);
  const { documentId } = input;
  const { document, ownerId } = found(await deps.documents.get(documentId), 'document', documentId);
  requireOwner(input.by, { id: documentId, madeBy: ownerId }, othersPermission);
  if (document.status === 'deleted') throw deletedDocument(document);
  const at = deps.now();
  const version = pendingVersion({
    declaration,
    version: document.version + 1,
    uploadedBy: input.by.name,
    createdAt: at.toISOString(),
  });
  const made = { documentId, version, submissionId: document.submission_id };
  if (document.version === maxVersions) {
    // An earlier call with this key may have declared the last version.
    const before = await deps.documents.declaredBefore(input.idempotency);
    if (before === undefined) throw tooManyVersions(documentId);
    return answer(before, made, at, deps);
  }

  const outcome = await deps.documents.addVersion({ ...made, ownerId: input.by.subject }, input.idempotency);

  return answer(outcome, made, at, deps);
}

async function answer(
  outcome: DeclareOutcome,
  made: { readonly documentId: string; readonly version: DocumentVersion; readonly submissionId: string },
  at: Date,
  deps: DeclareDocumentDeps,
): Promise<DocumentDeclared> {
  switch (outcome.kind) {
    case 'declared':
      return declared(made.documentId, made.version, at, deps);
    case 'declared-before': {
      // The answer was lost. The same declaration gets the same link with the same expiry.
      const { document_id = '', document_version = '1', created_at = at.toISOString() } = outcome.made;
      const version = { ...made.version, version: Number(document_version), created_at };
      return declared(document_id, version, new Date(created_at), deps);
    }
    case 'no-submission':
      throw notFound('submission', made.submissionId);
    case 'closed':
      throw new HubError({
        kind: 'conflict',
        code: outcome.why === 'withdrawn' ? 'SUBMISSION.WITHDRAWN' : 'SUBMISSION.ERASED',
        message: `${made.submissionId} was ${outcome.why} and accepts no more documents`,
      });
    case 'changed':
      throw new HubError({
        kind: 'conflict',
        code: 'DOCUMENT.CHANGED',
        message: `${made.documentId} got another version or was deleted at the same moment; read it and decide again`,
      });
  }
}

async function declared(
  documentId: string,
  version: DocumentVersion,
  at: Date,
  deps: DeclareDocumentDeps,
): Promise<DocumentDeclared> {
  const { document } = found(await deps.documents.get(documentId), 'document', documentId);
  return { document, upload: await deps.uploadLink(documentId, version, at) };
}

const tooManyVersions = (documentId: string): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'DOCUMENT.TOO_MANY_VERSIONS',
    message: `${documentId} has ${maxVersions} versions, which is the maximum; declare a new document`,
  });
