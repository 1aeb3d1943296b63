// Rules of documents: declarations, versions and status changes. document-content.ts checks the bytes.
import type { DocumentDeclaration, DocumentStatus, DocumentType, DocumentVersion } from '../../contracts/document.ts';
import { documentTypes } from '../../contracts/values/documents.ts';
import type { FieldProblem } from '../../errors/hub-error.ts';
import { extensionOf, fileNameProblem, normalisedFileName } from './document-names.ts';

/** Maximum number of versions of a document, because its deletion changes all of them in one transaction. */
export const maxVersions = 50;

export type DeclarationVerdict =
  | { readonly kind: 'accepted'; readonly declaration: DocumentDeclaration }
  | { readonly kind: 'too-large'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] };

/**
 * Checks a declaration and normalises its file name.
 * @param limitBytes Largest document, in bytes
 * @param at Pointer of the declaration in the body. @default '#'
 */
export function judgeDeclaration(
  declaration: DocumentDeclaration,
  limitBytes: number,
  at: string = '#',
): DeclarationVerdict {
  const fileName = normalisedFileName(declaration.file_name);
  const detail = fileNameProblem(fileName) ?? extensionProblem(fileName, declaration.content_type);
  if (detail !== undefined) return { kind: 'refused', fields: [{ pointer: `${at}/file_name`, detail }] };
  if (declaration.size_bytes > limitBytes) {
    return { kind: 'too-large', fields: [{ pointer: `${at}/size_bytes`, detail: `must be at most ${limitBytes}` }] };
  }
  return { kind: 'accepted', declaration: { ...declaration, file_name: fileName } };
}

function extensionProblem(fileName: string, type: DocumentType): string | undefined {
  const allowed: readonly string[] = documentTypes[type];
  if (allowed.includes(extensionOf(fileName))) return undefined;
  return `must end with ${allowed.map((extension) => `.${extension}`).join(' or ')} for ${type}`;
}

/** Rejected and deleted are final; a new upload is a new version. */
const transitions: Readonly<Record<DocumentStatus, readonly DocumentStatus[]>> = {
  pending: ['available', 'rejected', 'deleted'],
  available: ['deleted'],
  rejected: ['deleted'],
  deleted: [],
};

/** Returns true when a document may change from status `from` to `to`. */
export function mayBecome(from: DocumentStatus, to: DocumentStatus): boolean {
  return transitions[from].includes(to);
}

/** Types that a browser shows without running a script have a preview. */
export function hasPreview(type: DocumentType): boolean {
  return type.startsWith('image/') || type.startsWith('text/');
}

/** The `Content-Type` of a link: CSV is shown as plain text, and text types name their encoding. */
export function servedType(type: DocumentType, disposition: 'attachment' | 'inline'): string {
  if (!type.startsWith('text/')) return type;
  return `${disposition === 'inline' ? 'text/plain' : type}; charset=utf-8`;
}

export interface NewVersion {
  readonly declaration: DocumentDeclaration;
  /** From 1. */
  readonly version: number;
  readonly uploadedBy: string;
  readonly createdAt: string;
}

/** A declared version before its upload. */
export function pendingVersion({ declaration, version, uploadedBy, createdAt }: NewVersion): DocumentVersion {
  return {
    version,
    status: 'pending',
    ...declaration,
    rejection: null,
    uploaded_by: uploadedBy,
    created_at: createdAt,
    verified_at: null,
  };
}
