// The operational boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import { caseId } from '../../shared/contracts/ids.ts';
import { caseWithHistory, operationCase, statusChangeBody, statusChanged } from '../../shared/contracts/operations.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { type Caller, type Route, route } from '../../shared/runtime/route.ts';
import { type ChangeCaseStatusDeps, changeCaseStatus } from './change-case-status.ts';
import { listCases, type ReadCasesDeps, readCase } from './read-cases.ts';

export type OperationsDeps = ChangeCaseStatusDeps &
  ReadCasesDeps & { readonly cases: ChangeCaseStatusDeps['cases'] & ReadCasesDeps['cases'] };

const define = route<OperationsDeps>();
const params = z.object({ operation_case_id: caseId });

export const operationsRoutes: readonly Route<OperationsDeps>[] = [
  define({
    method: 'GET',
    path: '/operational/cases',
    operationId: 'listCases',
    summary: 'List operational cases, newest first',
    permission: 'case:read',
    query: pageQuery,
    responses: { 200: { description: 'A page of cases', schema: pageOf(operationCase) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listCases(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/operational/cases/{operation_case_id}',
    operationId: 'getCase',
    summary: 'Read one case with its status history; the entity tag is its version',
    permission: 'case:read',
    params,
    responses: { 200: { description: 'The case with its history, oldest change first', schema: caseWithHistory } },
    handle: async ({ params, caller }, deps) => {
      const body = await readCase({ caseId: params.operation_case_id, ...readerOf(caller) }, deps);
      return { status: 200, body, etag: String(body.version) };
    },
  }),
  define({
    method: 'PATCH',
    path: '/operational/cases/{operation_case_id}/status',
    operationId: 'changeCaseStatus',
    summary: "Change a case's status; the canonical object follows within a second",
    permission: 'case:change-status',
    params,
    body: statusChangeBody,
    responses: { 200: { description: 'Changed', schema: statusChanged } },
    problems: [409, 412, 428],
    handle: async ({ params, body, caller, ifMatch, idempotencyKeyHash, traceparent }, deps) => {
      const changed = await changeCaseStatus(
        {
          caseId: params.operation_case_id,
          newStatus: body.new_status,
          reason: body.change_reason,
          changedBy: actor(caller, body.changed_by),
          ifMatch,
          idempotencyKeyHash,
          traceparent,
        },
        deps,
      );
      return {
        status: 200,
        body: { ...changed.case, event_id: changed.entry.event_id, history_id: changed.entry.history_id },
        etag: String(changed.case.version),
      };
    },
  }),
];

/** Who acts is what the token says; a body may repeat it, not change it. */
function actor(caller: Caller, claimed: string | undefined): Actor {
  if (claimed === undefined || claimed === caller.name || claimed === caller.subject) return caller;
  throw new HubError({
    kind: 'forbidden',
    code: 'AUTH.ACTOR_MISMATCH',
    message: 'changed_by is not who the token says you are; leave it out',
    fields: [{ pointer: '#/changed_by', detail: `must be ${caller.name} or absent` }],
  });
}
