// All submissions, newest first.
import { hrefOf } from '../app/router.ts';
import { LoadMore } from '../components/load-more.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import { isSettled } from '../model/stages.ts';
import { usePaged } from '../state/paged.ts';
import { useServices } from '../state/services.ts';
import { RecordTable, recordKey } from './record-table.tsx';

export function RecordsPage() {
  const { api } = useServices();
  const list = usePaged({
    key: 'records',
    load: api.records,
    keyOf: recordKey,
    everyMs: (page) => (page?.data.every(isSettled) === false ? 1500 : 5000),
  });
  return (
    <>
      <PageHeader
        title="Submissions"
        lead="Every request that was accepted, newest first."
        aside={<Freshness of={list.newest} />}
      />
      <Shown of={list.newest} what="submissions">
        {() =>
          list.items.length === 0 ? (
            <Empty icon="records" title="No submissions yet">
              <p>
                <a href={hrefOf({ page: 'submit' })}>Enter the first request</a> and it appears here.
              </p>
            </Empty>
          ) : (
            <div class="card">
              <RecordTable caption="Submissions, newest first" records={list.items} />
              {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
              <LoadMore
                shown={list.items.length}
                what="submissions"
                more={list.more}
                busy={list.loadingMore}
                onMore={list.loadMore}
              />
            </div>
          )
        }
      </Shown>
    </>
  );
}
