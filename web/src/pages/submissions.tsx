// The submissions list under the filters of the address, refreshed automatically, with further pages on demand.

import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import { hrefOf } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import { formatCount } from '../model/labels.ts';
import { isSettled } from '../model/stages.ts';
import { apiQueryOf, oldestFirst, parseFilters, queryOf, type SubmissionFilters } from '../model/submission-filters.ts';
import { type Search, useSearch } from '../state/search.ts';
import { useServices } from '../state/services.ts';
import { rowKey, SubmissionTable } from './submission-table.tsx';
import { ExportButton } from './submissions/export-button.tsx';
import { FilterBar } from './submissions/filter-bar.tsx';

const movingMs = 1500;
const restingMs = 5000;

export function SubmissionsPage({ query }: { query: string }) {
  const { api } = useServices();
  const filters = parseFilters(query);
  const oldest = filters.sort === oldestFirst;
  const list = useSearch({
    key: queryOf(filters),
    load: (cursor, signal) => api.submissionRows(apiQueryOf(filters), cursor, signal),
    keyOf: rowKey,
    comesAfter: (row, other) => (oldest ? rowKey(row) > rowKey(other) : rowKey(row) < rowKey(other)),
    everyMs: (page) => (page?.data.every(isSettled) === false ? movingMs : restingMs),
  });
  return (
    <>
      <PageHeader
        title="Submissions"
        lead={`All accepted requests, ${oldest ? 'oldest' : 'newest'} first.`}
        aside={
          <div class="page-header__tools">
            <Freshness of={list.first} />
            <ExportButton filters={filters} />
          </div>
        }
      />
      <FilterBar filters={filters} onChange={goTo} />
      {list.stale && list.items.length > 0 && list.first.problem === null ? (
        <Results list={list} filters={filters} />
      ) : (
        <Shown of={list.first} what="submissions">
          {() => <Results list={list} filters={filters} />}
        </Shown>
      )}
    </>
  );
}

function goTo(filters: SubmissionFilters, replace = false): void {
  const hash = hrefOf({ page: 'records', query: queryOf(filters) });
  if (replace) location.replace(hash);
  else location.hash = hash;
}

interface ResultsProps {
  readonly list: Search<LifecycleRecord>;
  readonly filters: SubmissionFilters;
}

function Results({ list, filters }: ResultsProps) {
  const filtered = Object.keys(apiQueryOf({ ...filters, sort: '' })).length > 0;
  if (list.items.length === 0 && !list.more) return filtered ? <NoMatch filters={filters} /> : <NoneYet />;
  return (
    <section class={`card ${list.stale ? 'card--stale' : ''}`} aria-label="Results" aria-busy={list.stale}>
      {list.items.length > 0 && <SubmissionTable caption="Submissions" rows={list.items} />}
      {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
      <End list={list} filtered={filtered} />
    </section>
  );
}

function End({ list, filtered }: { list: Search<LifecycleRecord>; filtered: boolean }) {
  const shown = `${formatCount(list.items.length)} ${list.items.length === 1 ? 'submission' : 'submissions'}`;
  const found = filtered
    ? `${shown} found so far. The search has not covered all submissions yet.`
    : `${shown} shown; there are more.`;
  return (
    <div class="load-more">
      <p role="status">{list.more ? found : `${shown} shown; there are no more.`}</p>
      {list.more && (
        <Button onClick={list.loadMore} busy={list.loadingMore}>
          {filtered ? 'Search further' : 'Show more'}
        </Button>
      )}
    </div>
  );
}

function NoMatch({ filters }: { filters: SubmissionFilters }) {
  return (
    <div class="card">
      <Empty icon="search" title="Nothing matches these filters">
        <p>The search covered all submissions.</p>
        <p>
          <a href={hrefOf({ page: 'records', query: filters.sort === oldestFirst ? `sort=${oldestFirst}` : '' })}>
            Show all submissions
          </a>
        </p>
      </Empty>
    </div>
  );
}

const NoneYet = () => (
  <div class="card">
    <Empty icon="list" title="No submissions yet">
      <p>
        <a href={hrefOf({ page: 'submit' })}>Enter the first request</a> and it appears here.
      </p>
    </Empty>
  </div>
);
