// The case list under the filters of the address; a person can select several cases and change them at once.
import type { OperationCase } from '../../../shared/contracts/operations.ts';
import { createCasesApi } from '../api/cases-api.ts';
import { hrefOf } from '../app/router.ts';
import { BulkAction } from '../components/bulk-action.tsx';
import { Button } from '../components/button.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import {
  type CaseFilters,
  caseAddress,
  caseComesAfter,
  caseQuery,
  caseSorts,
  isFiltered,
  parseCaseFilters,
} from '../model/case-filters.ts';
import { formatCount } from '../model/labels.ts';
import { type Search, useSearch } from '../state/search.ts';
import { type Selection, useSelection } from '../state/selection.ts';
import { useApi } from '../state/services.ts';
import { BulkStatusDialog } from './cases/bulk-status-dialog.tsx';
import { CaseFilterBar } from './cases/case-filter-bar.tsx';
import { CaseTable } from './cases/case-table.tsx';
import { ExportCases } from './cases/export-cases.tsx';

const everyMs = 5000;

export function CasesPage({ query }: { query: string }) {
  const api = useApi(createCasesApi);
  const filters = parseCaseFilters(query);
  const list = useSearch({
    key: caseAddress(filters),
    load: (cursor, signal) => api.list(caseQuery(filters), cursor, signal),
    keyOf: (item: OperationCase) => item.operation_case_id,
    comesAfter: (item, other) => caseComesAfter(filters.sort, item, other),
    everyMs: () => everyMs,
  });
  return (
    <>
      <PageHeader
        title="Cases"
        lead={leads[filters.sort]}
        aside={
          <div class="page-header__tools">
            <Freshness of={list.first} />
            <ExportCases filters={filters} />
          </div>
        }
      />
      <CaseFilterBar filters={filters} onChange={goTo} />
      {list.stale && list.items.length > 0 && list.first.problem === null ? (
        <Results list={list} filters={filters} />
      ) : (
        <Shown of={list.first} what="cases">
          {() => <Results list={list} filters={filters} />}
        </Shown>
      )}
    </>
  );
}

const leads: Readonly<Record<string, string>> = {
  [caseSorts.newest]: 'All cases, newest first.',
  [caseSorts.oldest]: 'All cases, oldest first.',
  [caseSorts.due]: 'Open cases, earliest due date first.',
};

function goTo(filters: CaseFilters): void {
  location.hash = hrefOf({ page: 'cases', query: caseAddress(filters) });
}

interface ResultsProps {
  readonly list: Search<OperationCase>;
  readonly filters: CaseFilters;
}

function Results({ list, filters }: ResultsProps) {
  const selection = useSelection(list.items.map((item) => item.operation_case_id));
  return (
    <>
      {list.items.length === 0 && !list.more ? (
        <NoCases filters={filters} />
      ) : (
        <section class={`card ${list.stale ? 'card--stale' : ''}`} aria-label="Cases" aria-busy={list.stale}>
          {list.items.length > 0 && <CaseTable cases={list.items} selection={selection} />}
          {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
          <End list={list} filtered={isFiltered(filters)} />
        </section>
      )}
      {/* Outside the list, so that the outcome stays visible when the action empties the list. */}
      <Bulk list={list} selection={selection} />
    </>
  );
}

function NoCases({ filters }: { filters: CaseFilters }) {
  return (
    <div class="card">
      {isFiltered(filters) ? (
        <Empty icon="search" title="No case matches these filters">
          <p>
            <a href={hrefOf({ page: 'cases' })}>Show all cases</a>
          </p>
        </Empty>
      ) : (
        <Empty icon="cases" title="No cases yet">
          <p>
            A case is made from each request, moments after it is accepted.{' '}
            <a href={hrefOf({ page: 'submit' })}>Enter the first request</a>.
          </p>
        </Empty>
      )}
    </div>
  );
}

function End({ list, filtered }: { list: Search<OperationCase>; filtered: boolean }) {
  const shown = `${formatCount(list.items.length)} ${list.items.length === 1 ? 'case' : 'cases'}`;
  const rest = filtered ? 'found so far. The search has not covered all cases yet.' : 'shown; there are more.';
  return (
    <div class="load-more">
      <p role="status">{list.more ? `${shown} ${rest}` : `${shown} shown; there are no more.`}</p>
      {list.more && (
        <Button onClick={list.loadMore} busy={list.loadingMore}>
          {filtered ? 'Search further' : 'Show more'}
        </Button>
      )}
    </div>
  );
}

function Bulk({ list, selection }: { list: Search<OperationCase>; selection: Selection }) {
  const chosen = list.items.filter((item) => selection.has(item.operation_case_id));
  return (
    <BulkAction
      selection={selection}
      what="case"
      actions={[
        {
          words: 'Change status',
          icon: 'edit',
          dialog: (asking) => <BulkStatusDialog cases={chosen} {...asking} />,
        },
      ]}
      permission="case:change-status"
      reload={list.first.reload}
    />
  );
}
