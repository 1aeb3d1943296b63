// The three explainers: what each boundary is for, how an event flows, and what the statuses mean.
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
    'The sync worker makes case, canonical object, lineage and sync log at once, and completes the event. A message that comes twice changes nothing.',
  ],
  ['Shown', 'The projector follows the same stream and writes the rows and counters that this console reads.'],
  [
    'Changed',
    'A status change writes the case, its history and an OperationalCaseStatusChanged event together. The canonical object follows through the worker; nobody else ever writes it.',
  ],
  [
    'Parked',
    'A message that cannot be processed after all attempts is kept as a dead letter with its cause, until an operator redrives or dismisses it.',
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
      <PageHeader title="Guide" lead="How to read what this console shows." />
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
        lead="Eight boundaries, each with its own data. No boundary writes another’s."
      >
        <BoundaryLegend />
      </Card>
      <Card
        id="flow"
        title="Event flow"
        lead="How a request, and every later change of its case, reaches the canonical object."
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
      <Card id="statuses" title="Status meanings" lead="Every status that this console shows, by what has it.">
        <div class="meanings">
          {statusGroups.map((group) => (
            <Meanings key={group.key} group={group} />
          ))}
        </div>
      </Card>
    </>
  );
}

/** The hash is the address of the page, so a place on it is reached by script; the focus goes along. */
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
