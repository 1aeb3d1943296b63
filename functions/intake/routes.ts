// Routes of the intake boundary.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { comment, commentBody } from '../../shared/contracts/comment.ts';
import { submissionId } from '../../shared/contracts/ids.ts';
import {
  submission,
  submissionAccepted,
  submissionBody,
  submissionEdit,
  submissionExportQuery,
  submissionHistoryEntry,
  submissionListQuery,
  withdrawal,
} from '../../shared/contracts/intake.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { type RefuseErasedDeps, refuseErased } from '../../shared/core/intake/refuse-erased.ts';
import { csvReply } from '../../shared/runtime/http/csv-reply.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type AcceptSubmissionDeps, acceptSubmission } from './accept-submission.ts';
import { type ChangeSubmissionDeps, othersPermission } from './change-submission.ts';
import { type CommentOnSubmissionDeps, commentOnSubmission } from './comment-on-submission.ts';
import { type EditSubmissionDeps, editSubmission } from './edit-submission.ts';
import { exportSubmissions, type ListSubmissionsDeps, listSubmissions } from './list-submissions.ts';
import { type ReadSubmissionsDeps, readComments, readSubmission, readSubmissionHistory } from './read-submissions.ts';
import { withdrawSubmission } from './withdraw-submission.ts';

export type IntakeDeps = AcceptSubmissionDeps &
  ReadSubmissionsDeps &
  EditSubmissionDeps &
  CommentOnSubmissionDeps &
  ListSubmissionsDeps & {
    readonly changes: ReadSubmissionsDeps['changes'] & ChangeSubmissionDeps['changes'];
    readonly comments: ReadSubmissionsDeps['comments'] & CommentOnSubmissionDeps['comments'];
    readonly intake: AcceptSubmissionDeps['intake'] & ReadSubmissionsDeps['intake'] & ListSubmissionsDeps['intake'];
  };

const define = route<IntakeDeps>();
const params = z.object({ submission_id: submissionId });
const checkStoredAnswer = (request: { readonly params: z.output<typeof params> }, _: unknown, deps: RefuseErasedDeps) =>
  refuseErased(request.params.submission_id, deps);

export const intakeRoutes: readonly Route<IntakeDeps>[] = [
  define({
    method: 'POST',
    path: '/intake/submissions',
    operationId: 'submitRequest',
    summary: 'Submit a request; it becomes a service request, an operational case and a canonical object',
    permission: 'submission:create',
    body: submissionBody,
    responses: { 201: { description: 'Accepted and durable', schema: submissionAccepted } },
    checkStoredAnswer: (_, kept, deps) => refuseErased(kept['submission_id'], deps),
    handle: async ({ body, caller, traceparent, idempotencyKeyHash, payloadFingerprint }, deps) => {
      const request = { body, submittedBy: caller, traceparent, idempotencyKeyHash, payloadFingerprint };
      const accepted = await acceptSubmission(request, deps);
      return { status: 201, body: accepted, headers: { location: accepted.links.self } };
    },
  }),
  define({
    method: 'GET',
    path: '/intake/submissions',
    operationId: 'listSubmissions',
    summary:
      'List submissions, newest first; q searches words in name, e-mail address, ids and the whole description; q and requester need personal-data:read',
    permission: 'submission:read',
    query: submissionListQuery,
    responses: { 200: { description: 'A page of submissions', schema: pageOf(submission) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listSubmissions({ query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/export',
    operationId: 'exportSubmissions',
    summary: 'Export submissions as CSV pages that concatenate to one file; same filters as the list',
    permission: 'submission:export',
    query: submissionExportQuery,
    responses: { 200: { description: 'A page of the file', contentType: 'text/csv' } },
    handle: async ({ query, caller }, deps) =>
      csvReply('submissions.csv', await exportSubmissions({ query, ...readerOf(caller) }, deps)),
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/{submission_id}',
    operationId: 'getSubmission',
    summary: 'Read one submission; its entity tag guards changes',
    permission: 'submission:read',
    params,
    responses: { 200: { description: 'The submission', schema: submission } },
    handle: async ({ params, caller }, deps) => {
      const reader = readerOf(caller);
      const body = await readSubmission({ submissionId: params.submission_id, ...reader }, deps);
      // The tag differs by caller, so that another person in the same browser never gets 304 for the first one's data.
      return { status: 200, body, etag: reader.unmasked ? String(body.version) : `${body.version}.masked` };
    },
  }),
  define({
    method: 'PATCH',
    path: '/intake/submissions/{submission_id}',
    operationId: 'editSubmission',
    summary: 'Edit a submission before sync has processed it; submissions of other people need submission:edit-any',
    permission: 'submission:edit',
    othersPermission,
    params,
    body: submissionEdit,
    responses: { 200: { description: 'Edited; a new event replaces the pending one', schema: submission } },
    problems: [409, 412, 428],
    checkStoredAnswer,
    handle: async ({ params, body, caller, ...request }, deps) => {
      const input = { submissionId: params.submission_id, edit: body, changedBy: caller, ...request };
      const changed = await editSubmission(input, deps);
      return { status: 200, body: changed, etag: String(changed.version) };
    },
  }),
  define({
    method: 'POST',
    path: '/intake/submissions/{submission_id}/withdraw',
    operationId: 'withdrawSubmission',
    summary: 'Withdraw a submission before sync has processed it; submissions of other people need submission:edit-any',
    permission: 'submission:edit',
    othersPermission,
    params,
    body: withdrawal,
    responses: { 200: { description: 'Withdrawn; it gets no case', schema: submission } },
    problems: [409, 412],
    checkStoredAnswer,
    handle: async ({ params, body, caller, ...request }, deps) => {
      const input = { submissionId: params.submission_id, reason: body.reason, changedBy: caller, ...request };
      const changed = await withdrawSubmission(input, deps);
      return { status: 200, body: changed, etag: String(changed.version) };
    },
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/{submission_id}/history',
    operationId: 'getSubmissionHistory',
    summary: 'Read the changes of a submission with person and fields, oldest first',
    permission: 'submission:read',
    params,
    query: pageQuery,
    responses: { 200: { description: 'A page of changes', schema: pageOf(submissionHistoryEntry) } },
    handle: async ({ params, query, caller }, deps) => ({
      status: 200,
      body: await readSubmissionHistory({ submissionId: params.submission_id, query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/{submission_id}/comments',
    operationId: 'listSubmissionComments',
    summary: 'List the comments on a submission, newest first',
    permission: 'submission:read',
    params,
    query: pageQuery,
    responses: { 200: { description: 'A page of comments', schema: pageOf(comment) } },
    handle: async ({ params, query, caller }, deps) => ({
      status: 200,
      body: await readComments({ submissionId: params.submission_id, query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'POST',
    path: '/intake/submissions/{submission_id}/comments',
    operationId: 'commentOnSubmission',
    summary: 'Comment on a submission',
    permission: 'submission:comment',
    params,
    body: commentBody,
    responses: { 201: { description: 'Added', schema: comment } },
    problems: [409],
    checkStoredAnswer,
    handle: async ({ params, body, caller, idempotencyKeyHash, payloadFingerprint }, deps) => {
      const submissionId = params.submission_id;
      const added = await commentOnSubmission(
        { submissionId, text: body.text, by: caller, idempotencyKeyHash, payloadFingerprint },
        deps,
      );
      return { status: 201, body: added, headers: { location: `/intake/submissions/${submissionId}/comments` } };
    },
  }),
];
