// Erasure of a requester's personal data: what it does and does not do, asking for it, and what was erased so far.
import { useSignal } from '@preact/signals';
import type { Erasure } from '../../../shared/contracts/intake.ts';
import { createPrivacyApi } from '../api/privacy-api.ts';
import { lacking } from '../auth/permission.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Copyable } from '../components/copyable.tsx';
import { Instant } from '../components/instant.tsx';
import { LoadMore } from '../components/load-more.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Empty, Notice, ProblemNotice, Shown } from '../components/states.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { UserText } from '../components/user-text.tsx';
import { formatCount } from '../model/labels.ts';
import { usePaged } from '../state/paged.ts';
import { useApi, useServices } from '../state/services.ts';
import { EraseDialog } from './privacy/erase-dialog.tsx';

export function PrivacyPage() {
  const { session } = useServices();
  const missing = lacking(session.current.value?.role ?? 'viewer', 'requester:erase');
  return (
    <>
      <PageHeader title="Privacy" lead="Erasing what the hub knows about a person, when they ask for it." />
      <Consequences />
      {missing === null ? (
        <Erasures />
      ) : (
        <Notice title="You cannot erase personal data">
          <p>{missing}</p>
        </Notice>
      )}
    </>
  );
}

function Consequences() {
  return (
    <Card id="consequences" title="What an erasure does">
      <div class="consequences">
        <div>
          <h3 class="consequences__title consequences__title--gone">Gone for good</h3>
          <ul class="consequences__list">
            <li>Name, e-mail address and description in every request of this person</li>
            <li>Comments on those requests and their cases</li>
            <li>Every document that belongs to them, in all versions</li>
          </ul>
        </div>
        <div>
          <h3 class="consequences__title consequences__title--kept">Kept</h3>
          <ul class="consequences__list">
            <li>That the requests existed, their ids, types, teams, dates and outcomes</li>
            <li>Events, sync logs and lineage, which never held personal data</li>
            <li>Status history with the reasons people wrote; look there if one names the person</li>
            <li>That somebody erased them, when, and why; not the e-mail address itself</li>
          </ul>
        </div>
      </div>
    </Card>
  );
}

const runningMs = 1500;
const restingMs = 15_000;

function Erasures() {
  const api = useApi(createPrivacyApi);
  const asking = useSignal(false);
  const last = useSignal<Erasure | null>(null);
  const list = usePaged({
    key: 'erasures',
    load: (cursor, signal) => api.erasures(cursor, signal),
    keyOf: (erasure: Erasure) => erasure.erasure_id,
    everyMs: (page) => (page?.data.some(({ status }) => status === 'running') === true ? runningMs : restingMs),
  });
  return (
    <>
      {last.value !== null && <Outcome erasure={list.items.find(sameAs(last.value)) ?? last.value} />}
      <Card
        id="erasures"
        title="Erasures"
        lead="What was erased so far, newest first."
        aside={
          <Button
            kind="primary"
            icon="shield"
            onClick={() => {
              asking.value = true;
            }}
          >
            Erase a person's data
          </Button>
        }
      >
        <Shown of={list.newest} what="erasures">
          {() => (
            <>
              {list.items.length === 0 && <Empty icon="shield" title="Nobody's data was erased so far" />}
              <ol class="erasures">
                {list.items.map((erasure) => (
                  <ErasureRow key={erasure.erasure_id} erasure={erasure} />
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
      </Card>
      {asking.value && (
        <EraseDialog
          onClose={() => {
            asking.value = false;
          }}
          onDone={(erasure) => {
            asking.value = false;
            last.value = erasure;
            list.newest.reload();
          }}
        />
      )}
    </>
  );
}

const sameAs =
  ({ erasure_id }: Erasure) =>
  (other: Erasure): boolean =>
    other.erasure_id === erasure_id;

function Outcome({ erasure }: { erasure: Erasure }) {
  const running = erasure.status === 'running';
  const title = running ? 'The erasure is under way' : 'The data were erased';
  return (
    <Notice tone={running ? 'info' : 'good'} title={title} urgent>
      <p>{counts(erasure)} Lists follow within seconds.</p>
    </Notice>
  );
}

function counts({ submissions_erased: requests, documents_erased: documents, status }: Erasure): string {
  if (requests === 0 && documents === 0 && status === 'completed') return 'Nothing was found for this address.';
  return `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}, ${formatCount(documents)} ${documents === 1 ? 'document' : 'documents'}.`;
}

function ErasureRow({ erasure }: { erasure: Erasure }) {
  return (
    <li class="erasure">
      <p class="erasure__head">
        <span class="strong">{counts(erasure)}</span>{' '}
        <StatusBadge status={erasure.status} label={erasure.status === 'running' ? 'Under way' : 'Completed'} />
      </p>
      <UserText text={erasure.reason} />
      {erasure.status === 'running' && <p>To finish it, ask for it again with the same address.</p>}
      <p class="quiet">
        {erasure.requested_by} · <Instant at={erasure.requested_at} />
      </p>
      <Copyable value={erasure.erasure_id} what="erasure id" />
    </li>
  );
}
