// Routes that change, comment on and reopen cases.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import { bulkResult } from '../../shared/contracts/bulk.ts';
import { comment, commentBody } from '../../shared/contracts/comment.ts';
import { caseId, makeId, ulidOf } from '../../shared/contracts/ids.ts';
import {
  bulkStatusChangeBody,
  caseChangeBody,
  caseChanged,
  caseReopened,
  reopenBody,
  statusChangeBody,
  statusChanged,
} from '../../shared/contracts/operations.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { type RefuseErasedDeps, refuseErased } from '../../shared/core/intake/refuse-erased.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { type Caller, type Route, route } from '../../shared/runtime/http/route.ts';
import { type ChangeCaseDeps, changeCase } from './change-case.ts';
import { type ChangeCaseStatusDeps, changeCaseStatus } from './change-case-status.ts';
import { changeStatuses } from './change-statuses.ts';
import {
  type CommentOnCaseDeps,
  commentOnCase,
  type ListCaseCommentsDeps,
  listCaseComments,
} from './comment-on-case.ts';
import { type ReopenCaseDeps, reopenCase } from './reopen-case.ts';

export type ChangeRoutesDeps = ChangeCaseStatusDeps &
  ChangeCaseDeps &
  CommentOnCaseDeps &
  ListCaseCommentsDeps &
  ReopenCaseDeps &
  RefuseErasedDeps;

const define = route<ChangeRoutesDeps>();
const params = z.object({ operation_case_id: caseId });
const casePath = '/operational/cases/{operation_case_id}';

export const caseChangeRoutes: readonly Route<ChangeRoutesDeps>[] = [
  define({
    method: 'PATCH',
    path: `${casePath}/status`,
    operationId: 'changeCaseStatus',
    summary: "Change a case's status; the canonical object follows within a second",
    permission: 'case:change-status',
    params,
    body: statusChangeBody,
    responses: { 200: { description: 'Changed', schema: statusChanged } },
    problems: [409, 412, 428],
    handle: async ({ params, body, caller, ifMatch, idempotencyKeyHash, payloadFingerprint, traceparent }, deps) => {
      const changed = await changeCaseStatus(
        {
          caseId: params.operation_case_id,
          newStatus: body.new_status,
          reason: body.change_reason,
          changedBy: actor(caller, body.changed_by),
          ifMatch,
          idempotencyKeyHash,
          payloadFingerprint,
          traceparent,
        },
        deps,
      );
      const { event_id, history_id } = changed.entry;
      return { status: 200, body: { ...changed.case, event_id, history_id }, etag: String(changed.case.version) };
    },
  }),
  define({
    method: 'PATCH',
    path: casePath,
    operationId: 'changeCase',
    summary: "Change a case's team, assignee, priority or due date; a new priority moves the due date",
    permission: 'case:change',
    params,
    body: caseChangeBody,
    responses: { 200: { description: 'Changed', schema: caseChanged } },
    problems: [409, 412, 428],
    handle: async ({ params, body, caller, ifMatch, idempotencyKeyHash, payloadFingerprint }, deps) => {
      const changed = await changeCase(
        {
          caseId: params.operation_case_id,
          body,
          changedBy: caller,
          ifMatch,
          idempotencyKeyHash,
          payloadFingerprint,
        },
        deps,
      );
      return {
        status: 200,
        body: { ...changed.case, history_id: changed.entry.history_id },
        etag: String(changed.case.version),
      };
    },
  }),
  define({
    method: 'POST',
    path: '/operational/cases/bulk-status-changes',
    operationId: 'changeCaseStatuses',
    summary: 'Change the status of up to 100 cases; each has its own outcome, and one refusal does not stop the others',
    permission: 'case:change-status',
    body: bulkStatusChangeBody,
    responses: { 200: { description: 'The outcome of each case, in the order of the request', schema: bulkResult } },
    handle: async ({ body, caller, idempotencyKeyHash, payloadFingerprint, traceparent }, deps) => ({
      status: 200,
      body: await changeStatuses(
        {
          caseIds: body.operation_case_ids,
          newStatus: body.new_status,
          reason: body.change_reason,
          changedBy: caller,
          idempotencyKeyHash,
          payloadFingerprint,
          traceparent,
        },
        deps,
      ),
    }),
  }),
  define({
    method: 'POST',
    path: `${casePath}/reopen`,
    operationId: 'reopenCase',
    summary: 'Reopen a completed or rejected case as a new, linked case, which sync creates within a second',
    permission: 'case:reopen',
    params,
    body: reopenBody,
    responses: { 201: { description: 'Accepted and durable; the new case follows', schema: caseReopened } },
    problems: [409, 412],
    handle: async ({ params, body, caller, ifMatch, idempotencyKeyHash, payloadFingerprint, traceparent }, deps) => {
      const reopened = await reopenCase(
        {
          caseId: params.operation_case_id,
          reason: body.reason,
          reopenedBy: caller,
          ifMatch,
          idempotencyKeyHash,
          payloadFingerprint,
          traceparent,
        },
        deps,
      );
      return { status: 201, body: reopened, headers: { location: reopened.links.self } };
    },
  }),
  define({
    method: 'GET',
    path: `${casePath}/comments`,
    operationId: 'listCaseComments',
    summary: 'List the comments on a case, newest first',
    permission: 'case:read',
    params,
    query: pageQuery,
    responses: { 200: { description: 'A page of comments', schema: pageOf(comment) } },
    handle: async ({ params, query, caller }, deps) => ({
      status: 200,
      body: await listCaseComments({ caseId: params.operation_case_id, query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'POST',
    path: `${casePath}/comments`,
    operationId: 'commentOnCase',
    summary: 'Comment on a case; its version does not change',
    permission: 'case:comment',
    params,
    body: commentBody,
    responses: { 201: { description: 'Added', schema: comment } },
    checkStoredAnswer: ({ params }, _, deps) =>
      refuseErased(makeId('submission', ulidOf(params.operation_case_id)), deps),
    handle: async ({ params, body, caller, idempotencyKeyHash, payloadFingerprint }, deps) => ({
      status: 201,
      body: await commentOnCase(
        {
          caseId: params.operation_case_id,
          text: body.text,
          writtenBy: caller,
          idempotencyKeyHash,
          payloadFingerprint,
        },
        deps,
      ),
      headers: { location: `/operational/cases/${params.operation_case_id}/comments` },
    }),
  }),
];

/** The token identifies the person; the body may only repeat the name. */
function actor(caller: Caller, claimed: string | undefined): Actor {
  if (claimed === undefined || claimed === caller.name || claimed === caller.subject) return caller;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.ACTOR_MISMATCH',
    message: 'changed_by differs from the name in your token; leave it out',
    fields: [{ pointer: '#/changed_by', detail: `must be ${caller.name} or absent` }],
  });
}
