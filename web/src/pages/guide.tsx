// The guide: purpose of each boundary, event flow, and meanings of the statuses.
import { BoundaryLegend } from '../components/boundary-legend.tsx';
import { Card } from '../components/card.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { type StatusGroup, statusGroups } from '../model/status-meanings.ts';
import { FlowDiagram } from './guide/flow-diagram.tsx';

const steps = [
  ['Accepted', 'One transaction writes the submission, its service request and a pending RequestCreated event.'],
  ['Relayed', 'The relay reads the new event from the table’s stream and puts it on the work queue.'],
  [
    'Synchronised',
    'The sync worker creates case, canonical object, lineage and sync log in one transaction, and completes the event. A redelivered message has no effect.',
  ],
  ['Shown', 'The projector reads the same stream and writes the rows and counters of this console.'],
  [
    'Changed',
    'A status change writes the case, its history and an OperationalCaseStatusChanged event in one transaction. The sync worker then updates the canonical object; nothing else writes it.',
  ],
  [
    'Parked',
    'A message that fails in all attempts becomes a dead letter with its cause, until an operator redrives or dismisses it.',
  ],
] as const;

const sections = [
  { id: 'boundaries', title: 'Schema roles' },
  { id: 'flow', title: 'Event flow' },
  { id: 'statuses', title: 'Status meanings' },
] as const;

export function GuidePage() {
  return (
    <>
      <PageHeader title="Guide" lead="Explains the terms of this console." />
      <nav class="jump" aria-label="On this page">
        {sections.map(({ id, title }) => (
          <button key={id} type="button" class="chip" onClick={() => jumpTo(id)}>
            {title}
          </button>
        ))}
      </nav>
      <Card
        id="boundaries"
        title="Schema roles"
        lead="Eight boundaries, each with its own data. No boundary writes the data of another."
      >
        <BoundaryLegend />
      </Card>
      <Card
        id="flow"
        title="Event flow"
        lead="The path of a request, and of every later change of its case, to the canonical object."
      >
        <div class="flow">
          <FlowDiagram />
          <ol class="guide-steps">
            {steps.map(([name, text]) => (
              <li key={name}>
                <strong>{name}</strong>
                <span>{text}</span>
              </li>
            ))}
          </ol>
        </div>
      </Card>
      <Card id="statuses" title="Status meanings" lead="All statuses of this console, by entity.">
        <div class="meanings">
          {statusGroups.map((group) => (
            <Meanings key={group.key} group={group} />
          ))}
        </div>
      </Card>
    </>
  );
}

/** The hash holds the route, so a script scrolls to the section and moves the focus. */
function jumpTo(id: string): void {
  const heading = document.getElementById(`${id}-title`);
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

function Meanings({ group }: { group: StatusGroup }) {
  return (
    <section class="meanings__group" aria-labelledby={`meaning-${group.key}`}>
      <h3 class="meanings__title" id={`meaning-${group.key}`}>
        {group.title}
      </h3>
      <dl class="legend">
        {group.meanings.map(({ status, text, final }) => (
          <div key={status} class="legend__row">
            <dt>
              <StatusBadge status={status} />
            </dt>
            <dd>
              {text}
              {final === true && <span class="legend__final">final</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
