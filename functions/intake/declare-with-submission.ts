// Declares the document of a submission: checks it before any write, and declares it in the transaction of the
// submission. Its id derives from the submission's id, so that a repeated request gets the same document.
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

/** An accepted declaration: its writes for the transaction and its part of the answer. */
export interface DocumentWithSubmission {
  writes(submissionId: string, createdAt: string): readonly Write[];
  /** The answer; a repeated request gets the same link with the same expiry. */
  declared(submissionId: string, createdAt: string): Promise<DocumentDeclared>;
}

/** @throws HubError 413 or 422, which names the field */
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
