// Records as rows: what was asked, how far it is, and how it stands. Used by the overview and the list.
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import { hrefOf } from '../app/router.ts';
import { Ago } from '../components/instant.tsx';
import { StageTrack } from '../components/stages.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { type Column, Table } from '../components/table.tsx';
import { codeLabel, shortId } from '../model/labels.ts';
import { stagesOf } from '../model/stages.ts';
import { useServices } from '../state/services.ts';

export const recordKey = (record: LifecycleRecord): string => record.submission.submission_id;

export function RecordTable({ caption, records }: { caption: string; records: readonly LifecycleRecord[] }) {
  return <Table caption={caption} columns={columns} rows={records} keyOf={recordKey} />;
}

const columns: readonly Column<LifecycleRecord>[] = [
  { key: 'request', header: 'Request', names: true, cell: (record) => <RequestCell record={record} /> },
  {
    key: 'requester',
    header: 'Requester',
    from: 'medium',
    cell: ({ submission }) => <span class="requester">{submission.requester_name}</span>,
  },
  {
    key: 'team',
    header: 'Team',
    from: 'wide',
    cell: ({ submission }) => <Label list="assigned_teams" code={submission.assigned_team} />,
  },
  {
    key: 'priority',
    header: 'Priority',
    from: 'medium',
    cell: ({ submission }) => <Priority code={submission.priority} />,
  },
  { key: 'stages', header: 'Stages', from: 'medium', cell: (record) => <StageTrack stages={stagesOf(record)} /> },
  { key: 'status', header: 'Status', cell: (record) => <RecordStatus record={record} /> },
  {
    key: 'received',
    header: 'Received',
    from: 'medium',
    cell: ({ submission }) => (
      <span class="quiet nowrap">
        <Ago at={submission.created_at} />
      </span>
    ),
  },
];

function RequestCell({ record: { submission } }: { record: LifecycleRecord }) {
  return (
    <div class="request-cell">
      <a
        class="request-cell__link"
        href={hrefOf({ page: 'record', submissionId: submission.submission_id })}
        aria-label={`${submission.request_description || submission.request_type}, ${submission.submission_id}`}
      >
        <Label list="request_types" code={submission.request_type} />
      </a>
      <span class="request-cell__text">{submission.request_description}</span>
      <span class="request-cell__id">
        <code class="code" title={submission.submission_id}>
          {shortId(submission.submission_id)}
        </code>
        <span class="only-narrow">
          {' '}
          · <Ago at={submission.created_at} />
        </span>
      </span>
    </div>
  );
}

/** One status for the row: the case's, or what keeps the record from having one. */
function RecordStatus({ record }: { record: LifecycleRecord }) {
  if (record.operation_case !== null) return <StatusBadge status={record.operation_case.processing_status} />;
  if (record.event.event_status === 'dead_lettered') return <StatusBadge status="dead_lettered" />;
  return <StatusBadge status="pending" label="On its way" />;
}

type List = 'request_types' | 'priorities' | 'assigned_teams' | 'intake_methods';

/** A reference code by its label. */
export function Label({ list, code }: { list: List; code: string }) {
  const { reference } = useServices();
  return <>{codeLabel(reference.value?.[list], code)}</>;
}

export function Priority({ code }: { code: string }) {
  return (
    <span class={`priority priority--${code}`}>
      <Label list="priorities" code={code} />
    </span>
  );
}
