// Declaration of a document, with its submission or later: checks it and creates the document.
import type { Document, DocumentDeclaration } from '../../contracts/document.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { HubError } from '../../errors/hub-error.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { judgeDeclaration, pendingVersion } from './document-rules.ts';

/**
 * The declaration with its file name normalised.
 * @param limitBytes Largest document, in bytes
 * @param at Pointer of the declaration in the body. @default '#'
 * @throws HubError `DOCUMENT.TOO_LARGE` (413) or `REQUEST.INVALID` (422); each names the field
 */
export function acceptedDeclaration(
  declaration: DocumentDeclaration,
  limitBytes: number,
  at?: string,
): DocumentDeclaration {
  const verdict = judgeDeclaration(declaration, limitBytes, at);
  switch (verdict.kind) {
    case 'accepted':
      return verdict.declaration;
    case 'too-large':
      throw new HubError({
        kind: 'too-large',
        code: 'DOCUMENT.TOO_LARGE',
        message: `a document of ${declaration.size_bytes} bytes is too large; at most ${limitBytes} are allowed`,
        details: { limit_bytes: limitBytes },
        fields: verdict.fields,
      });
    case 'refused':
      throw invalidRequest(verdict.fields);
  }
}

export interface DeclaredDocument {
  readonly documentId: string;
  readonly submissionId: string;
  readonly declaration: DocumentDeclaration;
  readonly uploadedBy: string;
  readonly createdAt: string;
}

/** A document with its first version, before its upload. */
export function declaredDocument(input: DeclaredDocument): Document {
  const ulid = ulidOf(input.submissionId);
  return {
    document_id: input.documentId,
    submission_id: input.submissionId,
    request_number: makeId('serviceRequest', ulid),
    correlation_id: makeId('correlation', ulid),
    ...pendingVersion({ ...input, version: 1 }),
    deleted_at: null,
    deleted_by: null,
    delete_reason: null,
  };
}

/** Id of the document that is declared in the same call as its submission. */
export const firstDocumentId = (submissionId: string): string => makeId('document', ulidOf(submissionId));
