// Cases as table rows with status, assignee and due date; each row is selectable.
import type { OperationCase } from '../../../../shared/contracts/operations.ts';
import { hrefOf } from '../../app/router.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { dueOf } from '../../model/due.ts';
import { shortId } from '../../model/labels.ts';
import { formatExactly } from '../../model/time.ts';
import { nowMs } from '../../state/clock.ts';
import type { Selection } from '../../state/selection.ts';
import { Label, Priority, useLabel } from '../submission-table.tsx';

export function CaseTable({ cases, selection }: { cases: readonly OperationCase[]; selection: Selection }) {
  const choose: Column<OperationCase> = {
    key: 'choose',
    header: 'Choose',
    plain: true,
    cell: ({ operation_case_id: id }) => (
      <input
        type="checkbox"
        class="check"
        aria-label={`Choose ${id}`}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
    ),
  };
  return (
    <>
      <label class="choose-all">
        <input type="checkbox" class="check" checked={selection.all} onChange={selection.toggleAll} />
        Choose all that are shown
      </label>
      <Table caption="Cases" columns={[choose, ...columns]} rows={cases} keyOf={(row) => row.operation_case_id} />
    </>
  );
}

const columns: readonly Column<OperationCase>[] = [
  { key: 'case', header: 'Case', names: true, cell: (row) => <CaseCell row={row} /> },
  { key: 'status', header: 'Status', plain: true, cell: (row) => <StatusBadge status={row.processing_status} /> },
  { key: 'priority', header: 'Priority', from: 'medium', cell: (row) => <Priority code={row.priority} /> },
  {
    key: 'team',
    header: 'Team',
    from: 'wide',
    cell: (row) => <Label list="assigned_teams" code={row.assigned_team} />,
  },
  {
    key: 'assignee',
    header: 'Assignee',
    from: 'wide',
    cell: ({ assignee }) =>
      assignee === null ? <span class="quiet">nobody</span> : <span class="requester">{assignee}</span>,
  },
  { key: 'due', header: 'Due', from: 'medium', cell: (row) => <DueCell row={row} /> },
];

function CaseCell({ row }: { row: OperationCase }) {
  const type = useLabel('request_types', row.request_type);
  return (
    <div class="request-cell">
      <a
        class="request-cell__link"
        href={hrefOf({ page: 'record', submissionId: row.submission_id })}
        aria-label={`${type}, ${row.operation_case_id}`}
      >
        {type}
      </a>
      <span class="request-cell__id">
        <code class="code" title={row.operation_case_id}>
          {shortId(row.operation_case_id)}
        </code>
      </span>
    </div>
  );
}

function DueCell({ row }: { row: OperationCase }) {
  const { words, tone } = dueOf(row, nowMs.value);
  return (
    <time class={`due-words due--${tone}`} dateTime={row.due_at} title={formatExactly(row.due_at)}>
      {words}
    </time>
  );
}
