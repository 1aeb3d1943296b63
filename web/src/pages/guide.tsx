// The three explainers: what each boundary owns, how an event flows, and what the statuses mean.
import { Card } from '../components/card.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { StatusBadge } from '../components/status-badge.tsx';

const boundaries = [
  ['reference', 'Values the forms offer: request types, priorities, teams, intake methods.'],
  ['intake', 'Submissions exactly as they were received.'],
  ['source_system', 'The service request: the first system of record.'],
  ['document_repo', 'Nothing yet: documents come later.'],
  ['integration', 'Events of the outbox, sync logs and parked messages.'],
  ['operational', 'Cases that people work on, and their status history.'],
  ['canonical', 'Business objects that all systems agree on, and their lineage.'],
  ['dashboard', 'Read models made for this console; rows can be rebuilt, counters recounted.'],
] as const;

const steps = [
  ['Accepted', 'One transaction writes the submission, its service request and a pending RequestCreated event.'],
  ['Relayed', 'The relay reads the new event from the table’s stream and puts it on the work queue.'],
  [
    'Synchronised',
    'The sync worker makes case, business object, lineage and sync log at once, and completes the event.',
  ],
  ['Changed', 'A status change writes the case, its history and an OperationalCaseStatusChanged event together.'],
  ['Followed', 'The worker takes the new status over to the canonical object. Nobody else ever writes it.'],
  ['Parked', 'A message that cannot be processed after all attempts is kept as a dead letter with its cause.'],
] as const;

const meanings = [
  ['pending', 'Event: written and still owed to the worker.'],
  ['completed', 'Event: processed. Case and object: done, and final.'],
  ['dead_lettered', 'Event: could not be processed and waits for an operator.'],
  ['open', 'Case: new. It can be started or rejected.'],
  ['in_progress', 'Case and object: being worked on. It can be completed or rejected.'],
  ['rejected', 'Case and object: refused, and final.'],
  ['active', 'Object: its case is open.'],
] as const;

export function GuidePage() {
  return (
    <>
      <PageHeader title="Guide" lead="How to read what this console shows." />
      <Card id="flow" title="How a request travels">
        <ol class="guide-steps">
          {steps.map(([name, text]) => (
            <li key={name}>
              <strong>{name}</strong>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </Card>
      <div class="pair">
        <Card id="boundaries" title="What each boundary owns">
          <dl class="legend">
            {boundaries.map(([name, text]) => (
              <div key={name} class="legend__row">
                <dt>
                  <code class="code">{name}</code>
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card id="statuses" title="What the statuses mean">
          <dl class="legend">
            {meanings.map(([status, text]) => (
              <div key={status} class="legend__row">
                <dt>
                  <StatusBadge status={status} />
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </>
  );
}
