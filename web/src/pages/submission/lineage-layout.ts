// Computes a layered layout of a lineage graph. It is loaded with the first drawing, because the layout library is
// large.
import { Graph, layout } from '@dagrejs/dagre';
import type { LineageGraph } from '../../../../shared/contracts/lineage-graph.ts';
import {
  type Direction,
  type LineageDrawing,
  type LineageStep,
  nodeSize,
  type PlacedEdge,
  type Point,
  stepsOf,
} from '../../model/lineage.ts';

const margin = 8;
const labelHeight = 18;
/** Average pixels per character of a label. */
const labelPerCharacter = 6;

export function layOut(graph: LineageGraph, direction: Direction): LineageDrawing {
  const drawing = new Graph({ multigraph: true });
  drawing.setGraph({
    rankdir: direction === 'across' ? 'LR' : 'TB',
    nodesep: 22,
    edgesep: 14,
    ranksep: direction === 'across' ? 18 : 22,
    marginx: margin,
    marginy: margin,
  });
  for (const node of graph.nodes) drawing.setNode(node.id, { ...nodeSize });
  const steps = stepsOf(graph);
  for (const [index, step] of steps.entries()) {
    const width = direction === 'across' ? step.edge.relation.length * labelPerCharacter + 10 : 60;
    const label = { width, height: labelHeight, labelpos: 'c' as const };
    drawing.setEdge(step.edge.from, step.edge.to, label, String(index));
  }
  layout(drawing);
  const size = drawing.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: graph.nodes.map((node) => {
      const { x = 0, y = 0 } = drawing.node(node.id);
      return { node, x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 };
    }),
    edges: steps.map((step, index) => placed(step, drawing.edge(step.edge.from, step.edge.to, String(index)))),
  };
}

interface LaidOut {
  readonly points?: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}

function placed(step: LineageStep, { points = [], x, y }: LaidOut): PlacedEdge {
  return { step, points, label: x === undefined || y === undefined ? null : { x, y } };
}
