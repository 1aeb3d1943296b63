// Draws a lineage graph with focusable nodes and their steps; horizontal on a wide screen, vertical on a phone.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LineageGraph } from '../../../../shared/contracts/lineage-graph.ts';
import { Loading } from '../../components/states.tsx';
import { shortId, statusLabel } from '../../model/labels.ts';
import {
  type Direction,
  kindWords,
  type LineageDrawing,
  nodeLabel,
  nodeSize,
  type PlacedEdge,
  type PlacedNode,
  pathOf,
} from '../../model/lineage.ts';
import { useServices } from '../../state/services.ts';

export interface LineageDrawingProps {
  readonly graph: LineageGraph;
  readonly chosenId: string | null;
  readonly onChoose: (nodeId: string) => void;
}

/** Below this width the drawing is vertical. */
const acrossFromPixels = 640;
/** Minimum scale for readable text; below it the frame scrolls. */
const smallestScale = 0.8;

export function LineageDrawingView(props: LineageDrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const direction: Direction = width < acrossFromPixels ? 'down' : 'across';
  const drawing = useLayout(props.graph, direction);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a drawing that may scroll
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div class="lineage__frame" ref={frame} role="group" tabIndex={0} aria-label="Lineage graph">
      {drawing === 'failed' && <p class="quiet">The drawing could not be loaded; the steps below say the same.</p>}
      {drawing === null && <Loading what="the drawing" lines={3} />}
      {drawing !== null && drawing !== 'failed' && <Drawing {...props} drawing={drawing} width={width} />}
    </div>
  );
}

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      width.value = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    };
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width.value;
}

/** The layout; null until it is computed. The previous layout stays while a new one is computed. */
function useLayout(graph: LineageGraph, direction: Direction): LineageDrawing | 'failed' | null {
  const drawing = useSignal<LineageDrawing | 'failed' | null>(null);
  useEffect(() => {
    let wanted = true;
    import('./lineage-layout.ts')
      .then(({ layOut }) => {
        if (wanted) drawing.value = layOut(graph, direction);
      })
      .catch(() => {
        if (wanted && drawing.peek() === null) drawing.value = 'failed';
      });
    return () => {
      wanted = false;
    };
  }, [graph, direction]);
  return drawing.value;
}

type DrawingProps = LineageDrawingProps & { readonly drawing: LineageDrawing; readonly width: number };

function Drawing({ drawing, width, chosenId, onChoose }: DrawingProps) {
  const shownWidth = Math.max(Math.min(drawing.width, width), drawing.width * smallestScale);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: its frame names it; a title here would hover over everything
    <svg
      class="lineage__drawing"
      width={shownWidth}
      height={(shownWidth / drawing.width) * drawing.height}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
    >
      <defs>
        <marker id="lineage-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path class="lineage__head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {drawing.edges.map((edge) => (
        <Edge
          key={`${edge.step.edge.from} ${edge.step.edge.to} ${edge.step.edge.at}`}
          edge={edge}
          chosenId={chosenId}
        />
      ))}
      {drawing.nodes.map((placed) => (
        <Node key={placed.node.id} placed={placed} chosen={placed.node.id === chosenId} onChoose={onChoose} />
      ))}
    </svg>
  );
}

function Edge({ edge: { step, points, label }, chosenId }: { edge: PlacedEdge; chosenId: string | null }) {
  const near = step.edge.from === chosenId || step.edge.to === chosenId;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of lines takes no focus; the table below says what they say
    <g class={`lineage__edge ${near ? 'lineage__edge--near' : ''}`} aria-hidden="true">
      <path d={pathOf(points)} marker-end="url(#lineage-arrow)" />
      {label !== null && (
        <text x={label.x} y={label.y} dy="0.32em">
          {step.edge.relation}
        </text>
      )}
    </g>
  );
}

interface NodeProps {
  readonly placed: PlacedNode;
  readonly chosen: boolean;
  readonly onChoose: (nodeId: string) => void;
}

function Node({ placed: { node, x, y }, chosen, onChoose }: NodeProps) {
  const { reference } = useServices();
  const seen = [kindWords[node.kind], nodeLabel(node, reference.value), statusLabel(node.status)] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons of its own
    <g
      class={`lineage__node lineage__node--${node.kind} ${chosen ? 'lineage__node--chosen' : ''}`}
      transform={`translate(${x} ${y})`}
      // In a drawing only the lower-case name is the attribute.
      role="button"
      tabindex={0}
      aria-pressed={chosen}
      aria-label={`${seen.join(' ')}, ${shortId(node.id)}`}
      onClick={() => onChoose(node.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose(node.id);
      }}
    >
      <title>{node.id}</title>
      <rect width={nodeSize.width} height={nodeSize.height} rx="8" />
      <text class="lineage__kind" x="12" y="22">
        {seen[0]}
      </text>
      <text class="lineage__label" x="12" y="39">
        {seen[1]}
      </text>
      <text class="lineage__status" x="12" y="56">
        {seen[2]}
      </text>
    </g>
  );
}
