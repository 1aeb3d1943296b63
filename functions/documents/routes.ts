// Routes of the document boundary.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import {
  document,
  documentDeclaration,
  documentDeclared,
  documentDeletion,
  documentLink,
  documentWithVersions,
} from '../../shared/contracts/document.ts';
import { documentId, submissionId } from '../../shared/contracts/ids.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { documentStatuses } from '../../shared/contracts/values/documents.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { type RefuseErasedDeps, refuseErased } from '../../shared/core/intake/refuse-erased.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type CompleteDocumentDeps, completeDocument } from './complete-document.ts';
import {
  type DeclareDocumentDeps,
  declareDocument,
  declareVersion,
  othersPermission as replaceOthersPermission,
} from './declare-document.ts';
import { type DeleteDocumentDeps, deleteDocument, othersPermission } from './delete-document.ts';
import { type LinkDocumentDeps, linkDocument } from './link-document.ts';
import { listDocuments, listDocumentsOf, type ReadDocumentsDeps, readDocument, shownTo } from './read-documents.ts';
import { type SweepDocumentsDeps, sweepDocuments } from './sweep-documents.ts';

export type DocumentsDeps = DeclareDocumentDeps &
  CompleteDocumentDeps &
  ReadDocumentsDeps &
  LinkDocumentDeps &
  DeleteDocumentDeps &
  SweepDocumentsDeps &
  RefuseErasedDeps;

const define = route<DocumentsDeps>();
const ofDocument = z.object({ document_id: documentId });
const ofSubmission = z.object({ submission_id: submissionId });
/** The answer names the file. */
const checkStoredAnswer = (_: unknown, kept: Readonly<Record<string, unknown>>, deps: RefuseErasedDeps) =>
  refuseErased((kept['document'] as { readonly submission_id?: unknown }).submission_id, deps);
const version = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,2}$/, { error: 'must be a version number such as 1' })),
  z.transform(Number),
);
/** A sweep on demand ends before the time limit of the API. */
const sweepMs = 20_000;

export const documentRoutes: readonly Route<DocumentsDeps>[] = [
  define({
    method: 'POST',
    path: '/intake/submissions/{submission_id}/documents',
    operationId: 'declareDocument',
    summary: 'Declare a document of a submission; the answer has an upload link for exactly the declared bytes',
    permission: 'document:upload',
    params: ofSubmission,
    body: documentDeclaration,
    responses: { 201: { description: 'Declared, and pending until its bytes are verified', schema: documentDeclared } },
    problems: [409, 413],
    checkStoredAnswer,
    handle: async (request, deps) => {
      const { params, body, caller } = request;
      const declared = await declareDocument(
        {
          submissionId: params.submission_id,
          declaration: body,
          by: caller,
          idempotency: idempotentRequestOf(request),
        },
        deps,
      );
      return { status: 201, body: declared, headers: { location: `/documents/${declared.document.document_id}` } };
    },
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/{submission_id}/documents',
    operationId: 'listSubmissionDocuments',
    summary: 'List the documents of a submission, newest first',
    permission: 'document:read',
    params: ofSubmission,
    query: pageQuery,
    responses: { 200: { description: 'A page of documents', schema: pageOf(document) } },
    handle: async ({ params, query, caller }, deps) => ({
      status: 200,
      body: await listDocumentsOf({ submissionId: params.submission_id, query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/documents',
    operationId: 'listDocuments',
    summary: 'List documents, newest first; a page with a status filter may be short and have a next one',
    permission: 'document:read',
    query: z.strictObject({ ...pageQuery.shape, status: z.optional(z.enum(documentStatuses)) }),
    responses: { 200: { description: 'A page of documents', schema: pageOf(document) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listDocuments({ query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/documents/{document_id}',
    operationId: 'getDocument',
    summary: 'Read a document with its versions',
    permission: 'document:read',
    params: ofDocument,
    responses: { 200: { description: 'The document, its versions oldest first', schema: documentWithVersions } },
    handle: async ({ params, caller }, deps) => ({
      status: 200,
      body: await readDocument({ documentId: params.document_id, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'POST',
    path: '/documents/{document_id}/versions',
    operationId: 'declareDocumentVersion',
    summary: 'Declare the next version of a document; older versions stay available by their number',
    permission: 'document:upload',
    othersPermission: replaceOthersPermission,
    params: ofDocument,
    body: documentDeclaration,
    responses: { 201: { description: 'Declared, and pending until its bytes are verified', schema: documentDeclared } },
    problems: [409, 410, 413],
    checkStoredAnswer,
    handle: async (request, deps) => {
      const { params, body, caller } = request;
      const declared = await declareVersion(
        { documentId: params.document_id, declaration: body, by: caller, idempotency: idempotentRequestOf(request) },
        deps,
      );
      return { status: 201, body: declared, headers: { location: `/documents/${params.document_id}` } };
    },
  }),
  define({
    method: 'POST',
    path: '/documents/{document_id}/complete',
    operationId: 'completeDocument',
    summary: 'Verify the uploaded newest version; it becomes available, or rejected with the reason',
    permission: 'document:upload',
    params: ofDocument,
    responses: { 200: { description: 'The document as it is now', schema: document } },
    problems: [409, 410],
    repeatable: true,
    handle: async ({ params, caller }, deps) => ({
      status: 200,
      body: shownTo(await completeDocument(params.document_id, deps), readerOf(caller)),
    }),
  }),
  define({
    method: 'GET',
    path: '/documents/{document_id}/link',
    operationId: 'getDocumentLink',
    summary: 'Get a link to the bytes for five minutes, for a download or a preview of an image or a text',
    permission: 'document:download',
    params: ofDocument,
    query: z.strictObject({
      disposition: z._default(z.enum(['attachment', 'inline']), 'attachment'),
      version: z.optional(version),
    }),
    responses: { 200: { description: 'The link', schema: documentLink } },
    problems: [409, 410],
    handle: async ({ params, query }, deps) => ({
      status: 200,
      body: await linkDocument(
        { documentId: params.document_id, disposition: query.disposition, version: query.version },
        deps,
      ),
    }),
  }),
  define({
    method: 'DELETE',
    path: '/documents/{document_id}',
    operationId: 'deleteDocument',
    summary: 'Delete a document with a reason; its bytes are removed, its metadata stay',
    permission: 'document:delete',
    othersPermission,
    params: ofDocument,
    body: documentDeletion,
    responses: { 200: { description: 'The deleted document', schema: document } },
    problems: [409],
    checkStoredAnswer: (_, kept, deps) => refuseErased(kept['submission_id'], deps),
    handle: async ({ params, body, caller }, deps) => {
      const input = { documentId: params.document_id, reason: body.reason, by: caller };
      return { status: 200, body: shownTo(await deleteDocument(input, deps), readerOf(caller)) };
    },
  }),
  define({
    method: 'POST',
    path: '/jobs/documents',
    operationId: 'runDocumentSweep',
    summary: 'Verify uploads that were never completed, and remove bytes without a document',
    permission: 'job:run',
    responses: {
      200: {
        description: 'The numbers of verified, rejected and removed items',
        schema: z.object({
          available: z.number(),
          rejected: z.number(),
          waiting: z.number(),
          removed: z.number(),
          orphans: z.number(),
          failed: z.number(),
        }),
      },
    },
    repeatable: true,
    handle: async (_, deps) => {
      const endMs = deps.now().getTime() + sweepMs;
      return { status: 200, body: await sweepDocuments(deps, () => endMs - deps.now().getTime()) };
    },
  }),
];
