// Contract of the document boundary: the declaration of an upload, and the document with its versions.
import * as z from 'zod/mini';
import { correlationId, documentId, requestNumber, submissionId } from './ids.ts';
import { instant } from './page.ts';
import { singleLine, text } from './text.ts';
import { documentStatuses, documentTypes } from './values/documents.ts';
import { textLimits } from './values/text-limits.ts';

export type DocumentType = keyof typeof documentTypes;
export const documentTypeNames = Object.keys(documentTypes) as [DocumentType, ...DocumentType[]];

/** Declaration of a file before its upload; the upload link accepts only this file. */
export const documentDeclaration = z.strictObject({
  /** For display and downloads only; never part of an object key. */
  file_name: text(textLimits.fileName).check(singleLine),
  content_type: z.enum(documentTypeNames),
  size_bytes: z.number().check(z.int(), z.gte(1)),
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'must be a SHA-256 in lower-case hexadecimal' })),
});
export type DocumentDeclaration = z.output<typeof documentDeclaration>;

export type DocumentStatus = (typeof documentStatuses)[number];

/** Reasons for the rejection of a document. */
export const rejectionCodes = [
  'NEVER_UPLOADED',
  'SIZE_DIFFERS',
  'CHECKSUM_DIFFERS',
  'TYPE_DIFFERS',
  'NOT_TEXT',
  'MALWARE_FOUND',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

const sha256 = z.string();

export const documentVersion = z.object({
  /** From 1; each new upload to the same document adds 1. */
  version: z.number(),
  status: z.enum(documentStatuses),
  file_name: z.string(),
  content_type: z.enum(documentTypeNames),
  size_bytes: z.number(),
  sha256,
  rejection: z.nullable(z.object({ code: z.enum(rejectionCodes), message: z.string() })),
  uploaded_by: z.string(),
  created_at: instant,
  /** Instant at which it became available or was rejected. */
  verified_at: z.nullable(instant),
});
export type DocumentVersion = z.output<typeof documentVersion>;

export const document = z.object({
  document_id: documentId,
  submission_id: submissionId,
  request_number: requestNumber,
  correlation_id: correlationId,
  /** Values of the newest version; the single read returns all in `versions`. */
  ...documentVersion.shape,
  deleted_at: z.nullable(instant),
  deleted_by: z.nullable(z.string()),
  delete_reason: z.nullable(z.string()),
});
export type Document = z.output<typeof document>;

export const documentWithVersions = z.object({ ...document.shape, versions: z.array(documentVersion) });
export type DocumentWithVersions = z.output<typeof documentWithVersions>;

/** Upload: one PUT to `url` with exactly these headers and the declared bytes. */
export const documentUpload = z.object({
  method: z.literal('PUT'),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expires_at: instant,
});
export type DocumentUpload = z.output<typeof documentUpload>;

/** Answer to a declaration. After the upload, `POST /documents/{document_id}/complete` verifies it at once. */
export const documentDeclared = z.object({ document, upload: documentUpload });
export type DocumentDeclared = z.output<typeof documentDeclared>;

/** A short-lived link to the bytes of an available document. */
export const documentLink = z.object({
  url: z.string(),
  disposition: z.enum(['attachment', 'inline']),
  expires_at: instant,
});
export type DocumentLink = z.output<typeof documentLink>;

export const documentDeletion = z.strictObject({ reason: text(textLimits.reason) });
