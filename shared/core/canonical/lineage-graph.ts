// Lineage as a graph: each entity of a submission is a node, each step between two entities an edge with its event.
// Nodes hold no free text and no personal data, so that all who may read lineage may read the graph.
import type { LineageEdge, LineageGraph, LineageNode } from '../../contracts/lineage-graph.ts';
import { lineageNodeKinds } from '../../contracts/lineage-graph.ts';

export interface LineageEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly event_status: string;
  readonly created_at: string;
  readonly causation_id: string | null;
  /** The attempt that completed it; absent while it is pending or dead-lettered. */
  readonly sync?:
    | { readonly outcome: string; readonly worker_version: string; readonly processed_at: string }
    | undefined;
}

interface LineageSubmission {
  readonly submission_id: string;
  readonly submission_status: string;
  readonly request_type: string;
  readonly created_at: string;
}

interface LineageCase {
  readonly operation_case_id: string;
  readonly processing_status: string;
  readonly assigned_team: string;
  readonly created_at: string;
}

/** The entities of one submission from their boundaries; an entity that does not exist yet is absent. */
export interface LineageParts {
  readonly correlation_id: string;
  readonly submission: LineageSubmission;
  readonly service_request?:
    | {
        readonly request_number: string;
        readonly lifecycle_status: string;
        readonly request_type: string;
        readonly created_at: string;
      }
    | undefined;
  readonly case?: LineageCase | undefined;
  readonly object?:
    | {
        readonly business_object_id: string;
        readonly object_type: string;
        readonly canonical_category: string;
        readonly lifecycle_status: string;
        readonly created_at: string;
        readonly lineage: { readonly event_id: string; readonly worker_version: string; readonly recorded_at: string };
      }
    | undefined;
  /** Oldest first. */
  readonly events: readonly LineageEvent[];
  readonly documents: readonly {
    readonly document_id: string;
    readonly status: string;
    readonly content_type: string;
    readonly created_at: string;
  }[];
  /** The closed case of another submission that this submission reopens. */
  readonly reopens?: LineageCase | undefined;
  /** The submission that reopens the case of this one. */
  readonly reopened_as?: LineageSubmission | undefined;
}

type Graph = Pick<LineageGraph, 'nodes' | 'edges'>;

/** Nodes and edges of a submission and of those it reopens or is reopened as, oldest first. */
export function lineageOf(parts: LineageParts): Graph {
  const nodes = nodesOf(parts);
  const known = new Set(nodes.map(({ id }) => id));
  const edges = [...acceptanceEdges(parts), ...eventEdges(parts), ...reopenEdges(parts)];
  return { nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)).sort(byTime) };
}

/** The part of a graph that follows a node, precedes it, or both; includes the node itself. */
export function lineageFrom(graph: Graph, root: string, direction: LineageGraph['direction']): Graph {
  const reached = new Set([root]);
  if (direction !== 'back') follow(graph.edges, root, 'from', 'to', reached);
  if (direction !== 'forward') follow(graph.edges, root, 'to', 'from', reached);
  return {
    nodes: graph.nodes.filter(({ id }) => reached.has(id)),
    edges: graph.edges.filter(({ from, to }) => reached.has(from) && reached.has(to)),
  };
}

function follow(
  edges: readonly LineageEdge[],
  root: string,
  here: 'from' | 'to',
  there: 'from' | 'to',
  reached: Set<string>,
): void {
  const seen = new Set([root]);
  const ahead = [root];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    for (const edge of edges) {
      if (edge[here] !== at || seen.has(edge[there])) continue;
      seen.add(edge[there]);
      reached.add(edge[there]);
      ahead.push(edge[there]);
    }
  }
}

function nodesOf(parts: LineageParts): LineageNode[] {
  const { submission, service_request, object, events, documents, reopens, reopened_as } = parts;
  const nodes: LineageNode[] = [
    submissionNode(submission),
    ...(reopened_as === undefined ? [] : [submissionNode(reopened_as)]),
    ...documents.map(({ document_id, content_type, status, created_at }) =>
      node('document', document_id, 'document_repo', content_type, status, created_at),
    ),
    ...events.map(({ event_id, event_type, event_status, created_at }) =>
      node('event', event_id, 'integration', event_type, event_status, created_at),
    ),
    ...[reopens, parts.case].filter((found) => found !== undefined).map(caseNode),
  ];
  if (service_request !== undefined) {
    const { request_number, request_type, lifecycle_status, created_at } = service_request;
    nodes.push(node('service_request', request_number, 'source_system', request_type, lifecycle_status, created_at));
  }
  if (object !== undefined) {
    const label = `${object.object_type}: ${object.canonical_category}`;
    const { business_object_id, lifecycle_status, created_at } = object;
    nodes.push(node('business_object', business_object_id, 'canonical', label, lifecycle_status, created_at));
  }
  const rank = ({ kind }: LineageNode): number => lineageNodeKinds.indexOf(kind);
  return nodes.sort((a, b) => byTime(a, b) || rank(a) - rank(b));
}

const node = (
  kind: LineageNode['kind'],
  id: string,
  boundary: string,
  label: string,
  status: string,
  at: string,
): LineageNode => ({ id, kind, boundary, label, status, at });

const submissionNode = (of: LineageSubmission): LineageNode =>
  node('submission', of.submission_id, 'intake', of.request_type, of.submission_status, of.created_at);
const caseNode = (of: LineageCase): LineageNode =>
  node('operation_case', of.operation_case_id, 'operational', of.assigned_team, of.processing_status, of.created_at);

/** A step that is part of a call and has no event. */
const step = (from: string, to: string, relation: string, at: string): LineageEdge => ({
  from,
  to,
  relation,
  event_id: null,
  event_type: null,
  at,
  function_version: null,
});

function acceptanceEdges({ submission, service_request, documents }: LineageParts): LineageEdge[] {
  return [
    ...(service_request === undefined
      ? []
      : [step(submission.submission_id, service_request.request_number, 'became', service_request.created_at)]),
    ...documents.map(({ document_id, created_at }) =>
      step(submission.submission_id, document_id, 'supported by', created_at),
    ),
  ];
}

function eventEdges(parts: LineageParts): LineageEdge[] {
  return parts.events.flatMap((event) =>
    event.event_type === 'RequestCreated' ? requestEdges(event, parts) : statusEdges(event, parts),
  );
}

/** Steps from a request to its case and object. An edit replaces an event that sync has not processed yet. */
function requestEdges(
  event: LineageEvent,
  { submission, service_request, events, object, ...parts }: LineageParts,
): LineageEdge[] {
  const replaced = events.some(({ event_id }) => event_id === event.causation_id);
  const origin = replaced ? event.causation_id : (service_request?.request_number ?? submission.submission_id);
  const edges = [
    by(event, origin ?? submission.submission_id, event.event_id, replaced ? 'replaced by' : 'carried by'),
  ];
  if (event.sync?.outcome !== 'succeeded' || parts.case === undefined) return edges;
  const caseId = parts.case.operation_case_id;
  edges.push(taken(event, event.event_id, caseId, 'created'));
  if (object?.lineage.event_id === event.event_id) {
    const { recorded_at: at, worker_version: function_version } = object.lineage;
    edges.push({ ...taken(event, caseId, object.business_object_id, 'became'), at, function_version });
  }
  return edges;
}

/** Steps from a status change of the case to the object. */
function statusEdges(event: LineageEvent, { object, ...parts }: LineageParts): LineageEdge[] {
  if (parts.case === undefined) return [];
  const edges = [by(event, parts.case.operation_case_id, event.event_id, 'carried by')];
  if (event.sync === undefined || object === undefined) return edges;
  const relation = event.sync.outcome === 'succeeded' ? 'updated' : 'found up to date';
  return [...edges, taken(event, event.event_id, object.business_object_id, relation)];
}

/** The step to an event; the call that wrote the event did it. */
const by = (event: LineageEvent, from: string, to: string, relation: string): LineageEdge => ({
  ...step(from, to, relation, event.created_at),
  event_id: event.event_id,
  event_type: event.event_type,
});

/** The step from an event; the function that settled the event did it. */
const taken = (event: LineageEvent, from: string, to: string, relation: string): LineageEdge => ({
  ...by(event, from, to, relation),
  at: event.sync?.processed_at ?? event.created_at,
  function_version: event.sync?.worker_version ?? null,
});

function reopenEdges({ submission, reopens, reopened_as, ...parts }: LineageParts): LineageEdge[] {
  return [
    ...(reopens === undefined
      ? []
      : [step(reopens.operation_case_id, submission.submission_id, 'reopened as', submission.created_at)]),
    ...(reopened_as === undefined || parts.case === undefined
      ? []
      : [step(parts.case.operation_case_id, reopened_as.submission_id, 'reopened as', reopened_as.created_at)]),
  ];
}

function byTime(a: { readonly at: string }, b: { readonly at: string }): number {
  if (a.at === b.at) return 0;
  return a.at < b.at ? -1 : 1;
}
