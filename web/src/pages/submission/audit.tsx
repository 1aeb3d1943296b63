// The audit of a submission: status history, events and sync logs.
import type { IntegrationEvent } from '../../../../shared/contracts/integration-event.ts';
import type { CaseWithHistory, HistoryEntry } from '../../../../shared/contracts/operations.ts';
import type { Page } from '../../../../shared/contracts/page.ts';
import type { SyncLog } from '../../../../shared/contracts/sync-log.ts';
import { Card } from '../../components/card.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant, TimeOfDay } from '../../components/instant.tsx';
import { Empty, Loading, Shown } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { UserText } from '../../components/user-text.tsx';
import { codeLabel, humanise } from '../../model/labels.ts';
import { betweenMs, formatDuration, formatInstant } from '../../model/time.ts';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';

export function HistoryCard({ live, waiting }: { live: Live<CaseWithHistory>; waiting: boolean }) {
  return (
    <Card id="history" title="Status history" lead="Who changed the case, when and why.">
      {waiting ? <Loading what="the case" lines={2} /> : <History live={live} />}
    </Card>
  );
}

function History({ live }: { live: Live<CaseWithHistory> }) {
  return (
    <Shown of={live} what="the history">
      {({ history, created_at }) => (
        <ol class="history">
          {history
            .toSorted((a, b) => b.version - a.version)
            .map((entry) => (
              <Entry key={entry.history_id} entry={entry} />
            ))}
          <li class="history__entry">
            <p class="history__change">
              <StatusBadge status="open" />
            </p>
            <p class="quiet">
              Made by the sync worker · <Instant at={created_at} />
            </p>
          </li>
        </ol>
      )}
    </Shown>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  return (
    <li class={`history__entry history__entry--${entry.kind}`}>
      {entry.previous_status === entry.new_status ? (
        <p class="history__change strong">{kindWords[entry.kind]}</p>
      ) : (
        <p class="history__change">
          <StatusBadge status={entry.previous_status} />
          <span class="history__arrow" aria-hidden="true">
            →
          </span>
          <span class="visually-hidden">to</span>
          <StatusBadge status={entry.new_status} />
        </p>
      )}
      {entry.changes.length > 0 && (
        <ul class="history__fields">
          {entry.changes.map((change) => (
            <FieldChange key={change.field} change={change} />
          ))}
        </ul>
      )}
      <UserText text={entry.change_reason} />
      <p class="quiet">
        {entry.changed_by} · <Instant at={entry.changed_at} /> · version {entry.version}
      </p>
    </li>
  );
}

const kindWords: Readonly<Record<HistoryEntry['kind'], string>> = {
  status: 'Status changed',
  assignment: 'Assignment changed',
  priority: 'Priority changed',
  due_date: 'Due date moved',
  reopened: 'Reopened as a new case',
};

const fieldWords: Readonly<Record<string, string>> = {
  assigned_team: 'Team',
  assignee: 'Person',
  priority: 'Priority',
  due_at: 'Due',
  reopened_as_case_id: 'New case',
};

function FieldChange({ change: { field, from, to } }: { change: HistoryEntry['changes'][number] }) {
  return (
    <li>
      <span class="quiet">{fieldWords[field] ?? humanise(field)}:</span> <FieldValue field={field} value={from} />
      <span aria-hidden="true"> → </span>
      <span class="visually-hidden">to</span> <FieldValue field={field} value={to} />
    </li>
  );
}

function FieldValue({ field, value }: { field: string; value: string | null }) {
  const { reference } = useServices();
  if (value === null) return <span class="quiet">none</span>;
  if (field === 'assigned_team') return <>{codeLabel(reference.value?.assigned_teams, value)}</>;
  if (field === 'priority') return <>{codeLabel(reference.value?.priorities, value)}</>;
  return <>{field === 'due_at' ? formatInstant(value) : value}</>;
}

const eventColumns: readonly Column<IntegrationEvent>[] = [
  {
    key: 'event',
    header: 'Event',
    names: true,
    cell: (event) => (
      <>
        <span class="strong">{event.event_type}</span>
        <br />
        <Copyable value={event.event_id} what="event id" short />
      </>
    ),
  },
  { key: 'status', header: 'Status', cell: (event) => <StatusBadge status={event.event_status} /> },
  { key: 'written', header: 'Written', from: 'medium', cell: (event) => <TimeOfDay at={event.created_at} /> },
  { key: 'done', header: 'Done after', from: 'medium', cell: doneAfter },
  {
    key: 'trace',
    header: 'Trace',
    from: 'wide',
    cell: (event) => <Copyable value={event.trace_id} what="trace id" short />,
  },
];

function doneAfter({ created_at, completed_at }: IntegrationEvent) {
  if (completed_at === null) return <span class="quiet">not yet</span>;
  return <span class="nowrap">{formatDuration(betweenMs(created_at, completed_at))}</span>;
}

export function EventsCard({ live }: { live: Live<Page<IntegrationEvent>> }) {
  return (
    <Card id="events" title="Events" lead="Events that the boundaries published through the outbox." flush>
      <Shown of={live} what="events">
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="list" title="No events yet" />
          ) : (
            <Table
              caption="Events of this submission"
              columns={eventColumns}
              rows={data}
              keyOf={(row) => row.event_id}
            />
          )
        }
      </Shown>
    </Card>
  );
}

const logColumns: readonly Column<SyncLog>[] = [
  {
    key: 'what',
    header: 'Result',
    names: true,
    cell: (log) => (
      <>
        <span class="strong">{log.event_type ?? 'Unknown message'}</span>
        <br />
        <span class="quiet user-text">{log.message}</span>
      </>
    ),
  },
  { key: 'outcome', header: 'Outcome', cell: (log) => <StatusBadge status={log.outcome} /> },
  { key: 'attempt', header: 'Attempt', from: 'medium', cell: (log) => log.attempt },
  { key: 'time', header: 'Processed', from: 'medium', cell: (log) => <TimeOfDay at={log.processed_at} /> },
  { key: 'worker', header: 'Worker', from: 'wide', cell: (log) => <code class="code">{log.worker_version}</code> },
];

export function SyncLogsCard({ live }: { live: Live<Page<SyncLog>> }) {
  return (
    <Card id="sync-logs" title="Sync logs" lead="Each attempt of the sync worker to process an event." flush>
      <Shown of={live} what="sync logs">
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="clock" title="No sync logs yet" />
          ) : (
            <Table caption="Sync logs" columns={logColumns} rows={data} keyOf={(row) => row.sync_log_id} />
          )
        }
      </Shown>
    </Card>
  );
}
