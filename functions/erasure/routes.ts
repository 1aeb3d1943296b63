// Routes of the erasure of a requester's data. They change several boundaries, so they have their own function.
import * as z from 'zod/mini';
import { erasureId } from '../../shared/contracts/ids.ts';
import { erasure, erasureBody } from '../../shared/contracts/intake.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type EraseRequesterDeps, eraseRequester } from './erase-requester.ts';
import { listErasures, type ReadErasuresDeps, readErasure } from './read-erasures.ts';

export type ErasureDeps = EraseRequesterDeps &
  ReadErasuresDeps & { readonly erasures: EraseRequesterDeps['erasures'] & ReadErasuresDeps['erasures'] };

const define = route<ErasureDeps>();

export const erasureRoutes: readonly Route<ErasureDeps>[] = [
  define({
    method: 'POST',
    path: '/intake/erasures',
    repeatable: true,
    operationId: 'eraseRequester',
    summary: "Erase a requester's data; after a 202 answer, the same request continues the erasure",
    permission: 'requester:erase',
    body: erasureBody,
    responses: {
      200: { description: "Completed: all of the requester's data are erased", schema: erasure },
      202: { description: 'Running: send the same request again to continue', schema: erasure },
    },
    handle: async ({ body, caller }, deps) => {
      const { requester_email, reason } = body;
      const done = await eraseRequester({ requesterEmail: requester_email, reason, requestedBy: caller }, deps);
      const headers = { location: `/intake/erasures/${done.erasure_id}` };
      if (done.status === 'completed') return { status: 200, body: done, headers };
      return { status: 202, body: done, headers: { ...headers, 'retry-after': '1' } };
    },
  }),
  define({
    method: 'GET',
    path: '/intake/erasures',
    operationId: 'listErasures',
    summary: 'List erasures, newest first; requesters are shown by a keyed hash',
    permission: 'requester:erase',
    query: pageQuery,
    responses: { 200: { description: 'A page of erasures', schema: pageOf(erasure) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listErasures(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/intake/erasures/{erasure_id}',
    operationId: 'getErasure',
    summary: 'Read one erasure with its progress',
    permission: 'requester:erase',
    params: z.object({ erasure_id: erasureId }),
    responses: { 200: { description: 'The erasure', schema: erasure } },
    handle: async ({ params }, deps) => ({ status: 200, body: await readErasure(params.erasure_id, deps) }),
  }),
];
