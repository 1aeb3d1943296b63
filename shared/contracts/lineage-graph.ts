// Lineage as a graph: the entities of a submission, the steps between them, and the event of each step.
import * as z from 'zod/mini';
import { correlationId } from './ids.ts';
import { instant } from './page.ts';

export const lineageNodeKinds = [
  'submission',
  'service_request',
  'document',
  'event',
  'operation_case',
  'business_object',
] as const;
export type LineageNodeKind = (typeof lineageNodeKinds)[number];

export const lineageNode = z.object({
  id: z.string(),
  kind: z.enum(lineageNodeKinds),
  /** The boundary that owns it, for example `operational`. */
  boundary: z.string(),
  label: z.string(),
  status: z.string(),
  at: instant,
});
export type LineageNode = z.output<typeof lineageNode>;

/** A step from one node to another; without event fields when no event caused it, as in the acceptance. */
export const lineageEdge = z.object({
  from: z.string(),
  to: z.string(),
  /** Name of the step, for example `became`, `carried by`, `created`, `updated`, `reopened as`. */
  relation: z.string(),
  event_id: z.nullable(z.string()),
  event_type: z.nullable(z.string()),
  at: instant,
  /** Version of the function that did the step; null when the step is part of the acceptance. */
  function_version: z.nullable(z.string()),
});
export type LineageEdge = z.output<typeof lineageEdge>;

const lineageDirections = ['forward', 'back', 'both'] as const;

export const lineageGraph = z.object({
  root: z.string(),
  correlation_id: correlationId,
  direction: z.enum(lineageDirections),
  nodes: z.array(lineageNode),
  edges: z.array(lineageEdge),
});
export type LineageGraph = z.output<typeof lineageGraph>;

/** Query of `GET /canonical/lineage-graph`. */
export const lineageGraphQuery = z.strictObject({
  id: z.string().check(
    z.regex(/^(SUB|SR|COR|CASE|OBJ|LIN)-[0-9A-HJKMNP-TV-Z]{26}$/, {
      error:
        'must be the id of a submission (SUB-), request (SR-), case (CASE-), object (OBJ-), lineage (LIN-) or correlation (COR-)',
    }),
  ),
  direction: z._default(z.enum(lineageDirections), 'both'),
});
export type LineageGraphQuery = z.output<typeof lineageGraphQuery>;
