// Lineage as a drawing and as a list: labels of nodes and steps, and the geometry of a laid-out graph. Pure.
import type {
  LineageEdge,
  LineageGraph,
  LineageNode,
  LineageNodeKind,
} from '../../../shared/contracts/lineage-graph.ts';
import { codeLabel, humanise, type Labelled, shortId } from './labels.ts';

export const kindWords: Readonly<Record<LineageNodeKind, string>> = {
  submission: 'Submission',
  service_request: 'Service request',
  document: 'Document',
  event: 'Event',
  operation_case: 'Case',
  business_object: 'Business object',
};

/** Name of a node in a sentence: `Case 01JD…K3F9`. */
export const nodeName = (node: LineageNode): string => `${kindWords[node.kind]} ${shortId(node.id)}`;

const maxLabelLength = 22;

/** Second line of a node: its content. */
export function nodeLabel(node: LineageNode, reference: NodeReference | undefined): string {
  return cut(node.label === '' || node.label === node.id ? shortId(node.id) : labelWords(node, reference));
}

/** Reference data for the labels of nodes. */
export interface NodeReference {
  readonly request_types: readonly Labelled[];
  readonly assigned_teams: readonly Labelled[];
}

function labelWords({ kind, label }: LineageNode, reference: NodeReference | undefined): string {
  switch (kind) {
    case 'submission':
    case 'service_request':
      return codeLabel(reference?.request_types, label);
    case 'operation_case':
      return codeLabel(reference?.assigned_teams, label);
    case 'event':
      return eventWords(label);
    case 'business_object':
      // `service_request: inquiry` is type and category; the category is more specific.
      return humanise(label.split(': ').at(-1) ?? label);
    case 'document':
      return label;
  }
}

/** `OperationalCaseStatusChanged` is `Case status changed`. */
function eventWords(type: string): string {
  return humanise(type.replace(/^Operational/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' '));
}

const cut = (text: string): string => (text.length > maxLabelLength ? `${text.slice(0, maxLabelLength - 1)}…` : text);

const ulidOf = (id: string): string => id.slice(id.indexOf('-') + 1);

/**
 * Other submission that a node belongs to, for example after a reopening; null for a node of this submission. All ids
 * of one submission share a ULID, except events and documents, which belong to the submission that shows them.
 */
export function otherSubmissionOf(node: LineageNode, graph: Pick<LineageGraph, 'correlation_id'>): string | null {
  if (node.kind === 'event' || node.kind === 'document') return null;
  const ulid = ulidOf(node.id);
  return ulid === ulidOf(graph.correlation_id) ? null : `SUB-${ulid}`;
}

/** A step of the lineage with both ends. */
export interface LineageStep {
  readonly edge: LineageEdge;
  readonly from: LineageNode;
  readonly to: LineageNode;
}

/** Steps with both ends in the graph, oldest first. */
export function stepsOf(graph: LineageGraph): readonly LineageStep[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges
    .flatMap((edge) => {
      const from = nodes.get(edge.from);
      const to = nodes.get(edge.to);
      return from === undefined || to === undefined ? [] : [{ edge, from, to }];
    })
    .toSorted((a, b) => a.edge.at.localeCompare(b.edge.at));
}

/** Steps into or out of a node. */
export const stepsAround = (steps: readonly LineageStep[], nodeId: string): readonly LineageStep[] =>
  steps.filter(({ edge }) => edge.from === nodeId || edge.to === nodeId);

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode {
  readonly node: LineageNode;
  /** Coordinates of the upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly step: LineageStep;
  readonly points: readonly Point[];
  /** Centre of the label; null without room for it. */
  readonly label: Point | null;
}

export interface LineageDrawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** `across` for wide screens, `down` for phones. */
export type Direction = 'across' | 'down';

export const nodeSize = { width: 146, height: 66 } as const;

/** Path through points with rounded corners: straight to the middle of each leg, curved at each point. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const last = rest.at(-1);
  if (last === undefined) return `M${at(first)}`;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return [`M${at(first)}`, ...(bends.length > 0 ? bends : [`L${at(last)}`])].join('');
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
