// Lineage: the chain from the request to the canonical object as a drawing, and the record behind it as a table.
import type { LineageRecord } from '../../../../shared/contracts/canonical.ts';
import { Card } from '../../components/card.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant } from '../../components/instant.tsx';
import { Empty, Shown } from '../../components/states.tsx';
import { shortId } from '../../model/labels.ts';
import type { Live } from '../../state/live.ts';

interface Step {
  readonly boundary: string;
  readonly name: string;
  readonly id: string;
}

const stepsOf = (lineage: LineageRecord): readonly Step[] => [
  { boundary: 'intake', name: 'Submission', id: lineage.submission_id },
  { boundary: 'source system', name: 'Service request', id: lineage.request_number },
  { boundary: 'operational', name: 'Case', id: lineage.operation_case_id },
  { boundary: 'canonical', name: 'Business object', id: lineage.business_object_id },
];

export function LineageCard({ live, waiting }: { live: Live<LineageRecord>; waiting: boolean }) {
  return (
    <Card id="lineage" title="Lineage" lead="Where the canonical object comes from.">
      {waiting ? (
        <Empty icon="clock" title="No canonical object yet" />
      ) : (
        <Shown of={live} what="lineage">
          {(lineage) => (
            <>
              <Chain steps={stepsOf(lineage)} />
              <Details lineage={lineage} />
            </>
          )}
        </Shown>
      )}
    </Card>
  );
}

function Chain({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="chain" aria-label="From the request to the canonical object">
      {steps.map(({ boundary, name, id }) => (
        <li key={id} class="chain__step">
          <div class="chain__node">
            <span class="chain__boundary">{boundary}</span>
            <span class="chain__name">{name}</span>
            <code class="code" title={id}>
              {shortId(id)}
            </code>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Details({ lineage }: { lineage: LineageRecord }) {
  const ids = [
    ...stepsOf(lineage).map(({ name, id }) => [name, id] as const),
    ['Carried by event', lineage.event_id] as const,
    ['Lineage record', lineage.lineage_id] as const,
  ];
  return (
    <table class="table table--plain">
      <caption class="visually-hidden">Lineage record</caption>
      <tbody>
        {ids.map(([name, id]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Copyable value={id} what={`${name.toLowerCase()} id`} short />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">Recorded</th>
          <td>
            <Instant at={lineage.recorded_at} /> <span class="quiet">by worker {lineage.worker_version}</span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
