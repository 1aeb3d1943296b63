// Submissions as table rows: the request, its progress and its status. The overview and the list use it.
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import { hrefOf } from '../app/router.ts';
import { Ago, Until } from '../components/instant.tsx';
import { StageTrack } from '../components/stages.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { type Column, Table } from '../components/table.tsx';
import { codeLabel, shortId } from '../model/labels.ts';
import { stagesOf } from '../model/stages.ts';
import { useServices } from '../state/services.ts';

export const rowKey = (row: LifecycleRecord): string => row.submission.submission_id;

export function SubmissionTable({ caption, rows }: { caption: string; rows: readonly LifecycleRecord[] }) {
  return <Table caption={caption} columns={columns} rows={rows} keyOf={rowKey} />;
}

const columns: readonly Column<LifecycleRecord>[] = [
  { key: 'request', header: 'Request', names: true, cell: (row) => <RequestCell row={row} /> },
  {
    key: 'requester',
    header: 'Requester',
    from: 'medium',
    plain: true,
    cell: ({ submission }) => <span class="requester">{submission.requester_name}</span>,
  },
  {
    key: 'team',
    header: 'Team',
    from: 'wide',
    cell: (row) => (
      <span class="team">
        <Label list="assigned_teams" code={current(row).assigned_team} />
      </span>
    ),
  },
  {
    key: 'priority',
    header: 'Priority',
    from: 'medium',
    plain: true,
    cell: (row) => <Priority code={current(row).priority} />,
  },
  {
    key: 'stages',
    header: 'Stages',
    from: 'medium',
    plain: true,
    cell: (row) => <StageTrack stages={stagesOf(row)} />,
  },
  { key: 'status', header: 'Status', plain: true, cell: (row) => <RowStatus row={row} /> },
  { key: 'due', header: 'Due', from: 'wide', cell: (row) => <Due row={row} /> },
  {
    key: 'received',
    header: 'Received',
    from: 'medium',
    beside: true,
    cell: ({ submission }) => (
      <span class="quiet nowrap">
        <Ago at={submission.created_at} />
      </span>
    ),
  },
];

/** The case may have another team or priority by now. */
const current = ({ operation_case, submission }: LifecycleRecord) => operation_case ?? submission;

function RequestCell({ row: { submission } }: { row: LifecycleRecord }) {
  const type = useLabel('request_types', submission.request_type);
  // Begins with the visible text, for people who use voice control.
  const name = [type, submission.request_description, submission.submission_id]
    .filter((part) => part !== '')
    .join(', ');
  return (
    <div class="request-cell">
      <a
        class="request-cell__link"
        href={hrefOf({ page: 'record', submissionId: submission.submission_id })}
        aria-label={name}
      >
        {type}
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

/** One status per row: the case's, or the reason why there is no case. */
function RowStatus({ row }: { row: LifecycleRecord }) {
  const { operation_case: operationCase } = row;
  if (operationCase !== null) {
    return (
      <span class="row-status">
        <StatusBadge status={operationCase.processing_status} />
        {isOverdue(operationCase) && <StatusBadge status="overdue" />}
      </span>
    );
  }
  if (row.submission.submission_status === 'withdrawn') return <StatusBadge status="withdrawn" />;
  if (row.event.event_status === 'dead_lettered') return <StatusBadge status="dead_lettered" />;
  return <StatusBadge status="pending" label="Pending" />;
}

type RowCase = NonNullable<LifecycleRecord['operation_case']>;

const isOpen = ({ processing_status }: RowCase): boolean =>
  processing_status === 'open' || processing_status === 'in_progress';

const isOverdue = (row: RowCase): boolean => row.breached && isOpen(row);

function Due({ row: { operation_case: operationCase } }: { row: LifecycleRecord }) {
  if (operationCase === null || !isOpen(operationCase)) return <span class="quiet">–</span>;
  return (
    <span class={`nowrap ${operationCase.breached ? 'late' : 'quiet'}`}>
      <Until at={operationCase.due_at} />
    </span>
  );
}

type List = 'request_types' | 'priorities' | 'assigned_teams' | 'intake_methods';

/** The label of a reference code. */
export function useLabel(list: List, code: string): string {
  const { reference } = useServices();
  return codeLabel(reference.value?.[list], code);
}

/** A reference code by its label. */
export function Label({ list, code }: { list: List; code: string }) {
  return <>{useLabel(list, code)}</>;
}

export function Priority({ code }: { code: string }) {
  return (
    <span class={`priority priority--${code}`}>
      <Label list="priorities" code={code} />
    </span>
  );
}
