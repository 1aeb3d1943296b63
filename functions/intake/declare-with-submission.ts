// The document that a submission may bring along: judged before anything is written, declared in the submission's own
// transaction. Its id is made of the submission's, so that a repeated request gives the same one.
import type { Actor } from '../../shared/contracts/actor.ts';
import type {
  DocumentDeclaration,
  DocumentDeclared,
  DocumentUpload,
  DocumentVersion,
} from '../../shared/contracts/document.ts';
import {
  acceptedDeclaration,
  declaredDocument,
  firstDocumentId,
} from '../../shared/core/documents/document-declaration.ts';
import { pendingVersion } from '../../shared/core/documents/document-rules.ts';
import type { NewDocument } from '../../shared/table/documents/document-items.ts';
import type { Write } from '../../shared/table/engine/hub-table.ts';

export interface DocumentDeclaring {
  /** Largest document, in bytes. */
  readonly limitBytes: number;
  readonly declarationWrites: (document: NewDocument) => readonly Write[];
  readonly uploadLink: (documentId: string, version: DocumentVersion, at: Date) => Promise<DocumentUpload>;
}

/** A declaration that was accepted: what it adds to the transaction, and to the answer. */
export interface DocumentWithSubmission {
  writes(submissionId: string, createdAt: string): readonly Write[];
  /** The first answer, and the same again when the request is repeated: the link ends when it would have ended. */
  declared(submissionId: string, createdAt: string): Promise<DocumentDeclared>;
}

/** @throws HubError 413 or 422 that names the field */
export function documentWithSubmission(
  declared: DocumentDeclaration,
  by: Actor,
  deps: DocumentDeclaring,
): DocumentWithSubmission {
  const declaration = acceptedDeclaration(declared, deps.limitBytes, '#/document');
  const version = (createdAt: string) => pendingVersion({ declaration, version: 1, uploadedBy: by.name, createdAt });
  return {
    writes: (submissionId, createdAt) =>
      deps.declarationWrites({
        documentId: firstDocumentId(submissionId),
        submissionId,
        version: version(createdAt),
        ownerId: by.subject,
      }),
    declared: async (submissionId, createdAt) => {
      const documentId = firstDocumentId(submissionId);
      return {
        document: declaredDocument({ documentId, submissionId, declaration, uploadedBy: by.name, createdAt }),
        upload: await deps.uploadLink(documentId, version(createdAt), new Date(createdAt)),
      };
    },
  };
}
