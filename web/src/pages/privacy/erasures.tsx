// Requests an erasure, continues an unfinished one, and lists the erasures so far.
import { useSignal } from '@preact/signals';
import type { Erasure } from '../../../../shared/contracts/intake.ts';
import { createPrivacyApi, type ErasureRequest } from '../../api/privacy-api.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Empty, ProblemNotice, Shown } from '../../components/states.tsx';
import { type Paged, usePaged } from '../../state/paged.ts';
import { useApi } from '../../state/services.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { ErasureOutcome, ErasureRow } from './erasure-row.tsx';

const runningMs = 1500;
const restingMs = 15_000;

/** The last request of this page. Only this page knows its address: the hub keeps none. */
interface Asked {
  readonly erasure: Erasure;
  readonly requesterEmail: string;
}

const nobody: ErasureRequest = { requester_email: '', reason: '' };

export function Erasures() {
  const api = useApi(createPrivacyApi);
  /** Initial values of the dialog; null while it is closed. */
  const asking = useSignal<ErasureRequest | null>(null);
  const last = useSignal<Asked | null>(null);
  const list = usePaged({
    key: 'erasures',
    load: (cursor, signal) => api.erasures(cursor, signal),
    keyOf: (erasure: Erasure) => erasure.erasure_id,
    everyMs: (page) => (page?.data.some(({ status }) => status === 'running') === true ? runningMs : restingMs),
  });
  const ask = (request: ErasureRequest | null) => {
    asking.value = request;
  };
  const goOn = ({ erasure_id, reason }: Erasure) => {
    const known = last.value?.erasure.erasure_id === erasure_id ? last.value.requesterEmail : '';
    ask({ requester_email: known, reason });
  };
  return (
    <>
      {last.value !== null && <ErasureOutcome erasure={newest(list.items, last.value.erasure)} onGoOn={goOn} />}
      <Card
        id="erasures"
        title="Erasures"
        lead="All erasures, newest first."
        aside={
          <Button kind="primary" icon="shield" onClick={() => ask(nobody)}>
            Erase a person's data
          </Button>
        }
      >
        <List of={list} onGoOn={goOn} />
      </Card>
      {asking.value !== null && (
        <EraseDialog
          begin={asking.value}
          onClose={() => ask(null)}
          onDone={(erasure, requesterEmail) => {
            last.value = { erasure, requesterEmail };
            list.newest.reload();
          }}
        />
      )}
    </>
  );
}

const newest = (items: readonly Erasure[], erasure: Erasure): Erasure =>
  items.find(({ erasure_id }) => erasure_id === erasure.erasure_id) ?? erasure;

function List({ of: list, onGoOn }: { of: Paged<Erasure>; onGoOn: (erasure: Erasure) => void }) {
  return (
    <Shown of={list.newest} what="erasures">
      {() => (
        <>
          {list.items.length === 0 && <Empty icon="shield" title="There are no erasures" />}
          <ol class="erasures">
            {list.items.map((erasure) => (
              <ErasureRow key={erasure.erasure_id} erasure={erasure} onGoOn={onGoOn} />
            ))}
          </ol>
          {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
          {list.more && (
            <LoadMore
              shown={list.items.length}
              what="erasures"
              more={list.more}
              busy={list.loadingMore}
              onMore={list.loadMore}
            />
          )}
        </>
      )}
    </Shown>
  );
}
