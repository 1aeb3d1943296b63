// Routes of the source-system boundary.
import * as z from 'zod/mini';
import { requestNumber } from '../../shared/contracts/ids.ts';
import { serviceRequest, serviceRequestListQuery } from '../../shared/contracts/intake.ts';
import { pageOf } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { listServiceRequests, readServiceRequest, type SourceSystemDeps } from './read-service-requests.ts';

const define = route<SourceSystemDeps>();

export const sourceSystemRoutes: readonly Route<SourceSystemDeps>[] = [
  define({
    method: 'GET',
    path: '/source-system/service-requests',
    operationId: 'listServiceRequests',
    summary: 'List service requests, newest first',
    permission: 'service-request:read',
    query: serviceRequestListQuery,
    responses: { 200: { description: 'A page of service requests', schema: pageOf(serviceRequest) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listServiceRequests(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/source-system/service-requests/{request_number}',
    operationId: 'getServiceRequest',
    summary: 'Read one service request',
    permission: 'service-request:read',
    params: z.object({ request_number: requestNumber }),
    responses: { 200: { description: 'The service request', schema: serviceRequest } },
    handle: async ({ params }, deps) => ({ status: 200, body: await readServiceRequest(params.request_number, deps) }),
  }),
];
