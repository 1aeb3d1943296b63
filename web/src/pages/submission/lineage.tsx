// Lineage: a drawing of the derived entities, and its steps as a table. Choosing a node filters the steps.
import { useSignal } from '@preact/signals';
import type { LineageGraph, LineageNode } from '../../../../shared/contracts/lineage-graph.ts';
import { hrefOf } from '../../app/router.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant } from '../../components/instant.tsx';
import { Shown } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { shortId } from '../../model/labels.ts';
import { kindWords, type LineageStep, nodeName, otherSubmissionOf, stepsAround, stepsOf } from '../../model/lineage.ts';
import type { Live } from '../../state/live.ts';
import { LineageDrawingView } from './lineage-drawing.tsx';

export function LineageCard({ live }: { live: Live<LineageGraph> }) {
  return (
    <Card
      id="lineage"
      title="Lineage"
      lead="The origin of the canonical object and everything derived from the request. Choose a node to filter its steps."
    >
      <Shown of={live} what="lineage">
        {(graph) => <Lineage graph={graph} />}
      </Shown>
    </Card>
  );
}

function Lineage({ graph }: { graph: LineageGraph }) {
  const chosenId = useSignal<string | null>(null);
  const chosen = graph.nodes.find(({ id }) => id === chosenId.value);
  const steps = stepsOf(graph);
  const shown = chosen === undefined ? steps : stepsAround(steps, chosen.id);
  return (
    <div class="lineage">
      <LineageDrawingView
        graph={graph}
        chosenId={chosen?.id ?? null}
        onChoose={(id) => {
          chosenId.value = id === chosenId.value ? null : id;
        }}
      />
      <div class="lineage__steps">
        <p class="lineage__which" role="status">
          {chosen === undefined ? `All ${steps.length} steps, in order` : `Steps around ${nodeName(chosen)}`}
          {chosen !== undefined && (
            <Button
              kind="quiet"
              onClick={() => {
                chosenId.value = null;
              }}
            >
              Show all steps
            </Button>
          )}
        </p>
        <Table caption="Steps of the lineage" columns={columnsOf(graph)} rows={shown} keyOf={stepKey} />
      </div>
    </div>
  );
}

const stepKey = ({ edge }: LineageStep): string => [edge.from, edge.relation, edge.to, edge.at].join(' ');

const columnsOf = (graph: LineageGraph): readonly Column<LineageStep>[] => [
  {
    key: 'step',
    header: 'Step',
    names: true,
    cell: ({ from, to, edge }) => (
      <span class="step">
        <NodeWord node={from} graph={graph} /> <span class="step__relation">{edge.relation}</span>{' '}
        <NodeWord node={to} graph={graph} /> <code class="code quiet">{shortId(to.id)}</code>
      </span>
    ),
  },
  { key: 'event', header: 'Event', cell: ({ edge }) => <EventOf edge={edge} /> },
  { key: 'at', header: 'When', cell: ({ edge }) => <Instant at={edge.at} /> },
  {
    key: 'version',
    header: 'Created by',
    cell: ({ edge }) =>
      edge.function_version === null ? (
        <span class="quiet">the API</span>
      ) : (
        <span>
          sync worker <code class="code">{edge.function_version}</code>
        </span>
      ),
  },
];

/** Kind of a node; a node of another submission links to it. */
function NodeWord({ node, graph }: { node: LineageNode; graph: LineageGraph }) {
  const other = otherSubmissionOf(node, graph);
  if (other === null) return <span title={node.id}>{kindWords[node.kind]}</span>;
  return (
    <a href={hrefOf({ page: 'record', submissionId: other })} title={node.id}>
      {kindWords[node.kind]} of another submission
    </a>
  );
}

function EventOf({ edge: { event_id, event_type } }: { edge: LineageStep['edge'] }) {
  if (event_id === null) return <span class="quiet">none</span>;
  return (
    <span class="step__event">
      {event_type !== null && <span>{event_type}</span>}
      <Copyable value={event_id} what="event id" short />
    </span>
  );
}
