// Routes of the canonical boundary.
import * as z from 'zod/mini';
import {
  businessObject,
  businessObjectListQuery,
  lineageListQuery,
  lineageRecord,
} from '../../shared/contracts/canonical.ts';
import { businessObjectId } from '../../shared/contracts/ids.ts';
import { lineageGraph, lineageGraphQuery } from '../../shared/contracts/lineage-graph.ts';
import { pageOf } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import {
  type CanonicalDeps,
  listBusinessObjects,
  listLineage,
  readBusinessObject,
  readLineage,
  readLineageGraph,
} from './read-canonical.ts';

const define = route<CanonicalDeps>();
const params = z.object({ business_object_id: businessObjectId });

export const canonicalRoutes: readonly Route<CanonicalDeps>[] = [
  define({
    method: 'GET',
    path: '/canonical/business-objects',
    operationId: 'listBusinessObjects',
    summary: 'List canonical business objects, newest first',
    permission: 'canonical:read',
    query: businessObjectListQuery,
    responses: { 200: { description: 'A page of business objects', schema: pageOf(businessObject) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listBusinessObjects(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/canonical/business-objects/{business_object_id}',
    operationId: 'getBusinessObject',
    summary: 'Read one business object',
    permission: 'canonical:read',
    params,
    responses: { 200: { description: 'The business object', schema: businessObject } },
    handle: async ({ params }, deps) => {
      const body = await readBusinessObject(params.business_object_id, deps);
      return { status: 200, body, etag: String(body.case_version) };
    },
  }),
  define({
    method: 'GET',
    path: '/canonical/lineage',
    operationId: 'listLineage',
    summary: 'List lineage records, newest first',
    permission: 'canonical:read',
    query: lineageListQuery,
    responses: { 200: { description: 'A page of lineage records', schema: pageOf(lineageRecord) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listLineage(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/canonical/lineage/{business_object_id}',
    operationId: 'getLineage',
    summary: 'Read the lineage record of one business object',
    permission: 'canonical:read',
    params,
    responses: { 200: { description: 'The lineage record', schema: lineageRecord } },
    handle: async ({ params }, deps) => ({ status: 200, body: await readLineage(params.business_object_id, deps) }),
  }),
  define({
    method: 'GET',
    path: '/canonical/lineage-graph',
    operationId: 'getLineageGraph',
    summary: 'Read the lineage of a submission forward, back or both, as a graph with the event of each step',
    permission: 'canonical:read',
    query: lineageGraphQuery,
    problems: [404],
    responses: { 200: { description: 'Nodes and edges, oldest first', schema: lineageGraph } },
    handle: async ({ query }, deps) => ({ status: 200, body: await readLineageGraph(query, deps) }),
  }),
];
