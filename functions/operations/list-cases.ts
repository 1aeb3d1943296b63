// Lists and exports cases: the read model or the list by due date gives order and filters, the cases give the content.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { CaseListQuery, OperationCase } from '../../shared/contracts/operations.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { stillMatches } from '../../shared/core/dashboard/record-filter.ts';
import { type DueRequest, inOrder, type RecordPageDeps, recordPage } from '../../shared/core/dashboard/record-page.ts';
import type { RecordRow } from '../../shared/core/dashboard/record-row.ts';
import type { Candidates } from '../../shared/core/lists/filtered-list.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';
import { type CsvPage, csvPage } from '../../shared/runtime/http/csv.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';

export interface ListCasesDeps extends RecordPageDeps {
  readonly cases: Pick<CaseStore, 'many'>;
  /** Open cases by due date, the earliest first. */
  readonly due: (request: DueRequest) => Promise<Candidates<RecordRow>>;
}

interface ListInput {
  readonly query: CaseListQuery;
  readonly unmasked: boolean;
}

/** @throws HubError validation, among others for closed cases sorted by due date */
export async function listCases(input: ListInput, deps: ListCasesDeps): Promise<Page<OperationCase>> {
  return casePage('cases', input, deps);
}

const exportedFields = [
  'operation_case_id',
  'external_reference',
  'submission_id',
  'processing_status',
  'request_type',
  'priority',
  'assigned_team',
  'assignee',
  'due_at',
  'breached',
  'created_at',
  'updated_at',
  'version',
  'reopens_case_id',
  'reopened_as_case_id',
] as const satisfies readonly (keyof OperationCase)[];

/** Pages concatenate to one CSV file, so only the first has the header row. */
export async function exportCases(input: ListInput, deps: ListCasesDeps): Promise<CsvPage> {
  return csvPage(exportedFields, input.query, await casePage('case-export', input, deps));
}

async function casePage(
  name: string,
  { query, unmasked }: ListInput,
  deps: ListCasesDeps,
): Promise<Page<OperationCase>> {
  if (query.sort === 'due_at') requireOpen(query.status);
  return recordPage<OperationCase>(
    {
      name,
      rows: 'cases',
      orders: {
        due_at: (request) => deps.due({ ...request, dueBefore: query.overdue === 'true' ? request.nowIso : undefined }),
      },
      show: async (rows) => {
        const ids = rows.map(({ submissionId }) => makeId('case', ulidOf(submissionId)));
        const found = inOrder(ids, await deps.cases.many(ids), ({ operation_case_id }) => operation_case_id);
        return found.map((item) => (item !== undefined && isWanted(item, query) ? item : undefined));
      },
    },
    query,
    { unmasked },
    deps,
  );
}

/** Rows lag behind the cases; a case that no longer matches the filters is dropped. */
function isWanted(item: OperationCase, query: CaseListQuery): boolean {
  const isOpen = item.allowed_statuses.length > 0;
  return (isOpen || query.sort !== 'due_at') && stillMatches(query, { ...item, status: item.processing_status });
}

/** Cases leave the list by due date when they are closed. */
function requireOpen(statuses: readonly string[] | undefined): void {
  if (statuses === undefined || statuses.every((status) => status === 'open' || status === 'in_progress')) return;
  throw invalidRequest([
    {
      pointer: 'query:sort',
      detail: 'due_at lists only cases that are open or in_progress; use created_at or -created_at for others',
    },
  ]);
}
