// Endpoints of the document boundary.
import type {
  Document,
  DocumentDeclaration,
  DocumentDeclared,
  DocumentLink,
  DocumentWithVersions,
} from '../../../shared/contracts/document.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ApiClient } from './client.ts';
import { idempotency } from './headers.ts';
import { wholeLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

type Reply<T> = Promise<Result<T>>;

export interface LinkRequest {
  readonly disposition: 'attachment' | 'inline';
  readonly version: number;
}

export interface DocumentsApi {
  ofSubmission(submissionId: string, signal?: AbortSignal): Reply<Page<Document>>;
  one(documentId: string, signal?: AbortSignal): Reply<DocumentWithVersions>;
  declare(submissionId: string, body: DocumentDeclaration, key: string): Reply<DocumentDeclared>;
  declareVersion(documentId: string, body: DocumentDeclaration, key: string): Reply<DocumentDeclared>;
  /** Verifies the uploaded bytes at once. */
  complete(documentId: string, key: string): Reply<Document>;
  link(documentId: string, request: LinkRequest): Reply<DocumentLink>;
  remove(documentId: string, reason: string, key: string): Reply<Document>;
}

const id = encodeURIComponent;
/** A submission has few documents, so the console reads one page of them. */
const allOfOne = { limit: wholeLimit };

export function createDocumentsApi(client: ApiClient): DocumentsApi {
  const post = <T>(path: string, body: unknown, key: string): Reply<T> =>
    client.send('POST', path, { body, headers: idempotency(key) });
  return {
    ofSubmission: (submissionId, signal) =>
      client.get(`/intake/submissions/${id(submissionId)}/documents`, allOfOne, signal),
    one: (documentId, signal) => client.get(`/documents/${id(documentId)}`, {}, signal),
    declare: (submissionId, body, key) => post(`/intake/submissions/${id(submissionId)}/documents`, body, key),
    declareVersion: (documentId, body, key) => post(`/documents/${id(documentId)}/versions`, body, key),
    complete: (documentId, key) => post(`/documents/${id(documentId)}/complete`, {}, key),
    link: (documentId, { disposition, version }) =>
      client.get(`/documents/${id(documentId)}/link`, { disposition, version }),
    remove: (documentId, reason, key) =>
      client.send('DELETE', `/documents/${id(documentId)}`, { body: { reason }, headers: idempotency(key) }),
  };
}
