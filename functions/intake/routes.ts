// The intake boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { submissionId } from '../../shared/contracts/ids.ts';
import { submission, submissionAccepted, submissionBody } from '../../shared/contracts/intake.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/route.ts';
import { type AcceptSubmissionDeps, acceptSubmission } from './accept-submission.ts';
import { listSubmissions, type ReadSubmissionsDeps, readSubmission } from './read-submissions.ts';

export type IntakeDeps = AcceptSubmissionDeps &
  ReadSubmissionsDeps & { readonly intake: AcceptSubmissionDeps['intake'] & ReadSubmissionsDeps['intake'] };

const define = route<IntakeDeps>();

export const intakeRoutes: readonly Route<IntakeDeps>[] = [
  define({
    method: 'POST',
    path: '/intake/submissions',
    operationId: 'submitRequest',
    summary: 'Submit a request; it becomes a service request, an operational case and a canonical object',
    permission: 'submission:create',
    body: submissionBody,
    responses: { 201: { description: 'Accepted: nothing of it will be lost', schema: submissionAccepted } },
    handle: async ({ body, caller, traceparent, idempotencyKeyHash }, deps) => {
      const accepted = await acceptSubmission({ body, submittedBy: caller, traceparent, idempotencyKeyHash }, deps);
      return { status: 201, body: accepted, headers: { location: accepted.links.self } };
    },
  }),
  define({
    method: 'GET',
    path: '/intake/submissions',
    operationId: 'listSubmissions',
    summary: 'List submissions, newest first',
    permission: 'submission:read',
    query: pageQuery,
    responses: { 200: { description: 'A page of submissions', schema: pageOf(submission) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listSubmissions({ query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/intake/submissions/{submission_id}',
    operationId: 'getSubmission',
    summary: 'Read one submission as it was received',
    permission: 'submission:read',
    params: z.object({ submission_id: submissionId }),
    responses: { 200: { description: 'The submission', schema: submission } },
    handle: async ({ params, caller }, deps) => ({
      status: 200,
      body: await readSubmission({ submissionId: params.submission_id, ...readerOf(caller) }, deps),
    }),
  }),
];
