// Routes of the operational boundary.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { caseId } from '../../shared/contracts/ids.ts';
import { caseExportQuery, caseListQuery, caseWithHistory, operationCase } from '../../shared/contracts/operations.ts';
import { pageOf } from '../../shared/contracts/page.ts';
import { csvReply } from '../../shared/runtime/http/csv-reply.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { tagOf } from './case-state.ts';
import { type ChangeRoutesDeps, caseChangeRoutes } from './change-routes.ts';
import { exportCases, type ListCasesDeps, listCases } from './list-cases.ts';
import { type OverdueRoutesDeps, overdueRoutes } from './overdue-routes.ts';
import { type ReadCaseDeps, readCase } from './read-case.ts';

export type OperationsDeps = ReadCaseDeps & ListCasesDeps & ChangeRoutesDeps & OverdueRoutesDeps;

const define = route<OperationsDeps>();
const params = z.object({ operation_case_id: caseId });

export const operationsRoutes: readonly Route<OperationsDeps>[] = [
  define({
    method: 'GET',
    path: '/operational/cases',
    operationId: 'listCases',
    summary:
      'List operational cases, newest first; sort=due_at lists open cases, the earliest due date first. q searches words in name, e-mail address, ids and the first 120 characters of the description',
    permission: 'case:read',
    query: caseListQuery,
    responses: { 200: { description: 'A page of cases', schema: pageOf(operationCase) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listCases({ query, ...readerOf(caller) }, deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/operational/cases/export',
    operationId: 'exportCases',
    summary: 'Export cases as CSV pages that concatenate to one file; same filters as the list',
    permission: 'case:export',
    query: caseExportQuery,
    responses: { 200: { description: 'A page of the file', contentType: 'text/csv' } },
    handle: async ({ query, caller }, deps) =>
      csvReply('cases.csv', await exportCases({ query, ...readerOf(caller) }, deps)),
  }),
  define({
    method: 'GET',
    path: '/operational/cases/{operation_case_id}',
    operationId: 'getCase',
    summary: 'Read one case with its history and newest comments; its entity tag guards changes',
    permission: 'case:read',
    params,
    responses: {
      200: {
        description: 'The case with its history and its newest 100 comments, oldest first',
        schema: caseWithHistory,
      },
    },
    handle: async ({ params, caller }, deps) => {
      const reader = readerOf(caller);
      const body = await readCase({ caseId: params.operation_case_id, ...reader }, deps);
      return { status: 200, body, etag: tagOf(body, reader) };
    },
  }),
  ...caseChangeRoutes,
  ...overdueRoutes,
];
