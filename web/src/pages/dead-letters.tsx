// Dead letters by status and by cause: the cause of each and the possible decisions.
import type { ComponentChildren } from 'preact';
import type { DeadLetter, DeadLetterStatus } from '../../../shared/contracts/dead-letter.ts';
import { createDeadLettersApi, type Decision } from '../api/dead-letters-api.ts';
import { hrefOf } from '../app/router.ts';
import { BulkAction, type BulkAsking } from '../components/bulk-action.tsx';
import { Button } from '../components/button.tsx';
import { LinkTabs } from '../components/link-tabs.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import { countedLetters, emptyLetters, letterComesAfter, letterViews, parseLetterView } from '../model/dead-letters.ts';
import { formatCount } from '../model/labels.ts';
import { type Search, useSearch } from '../state/search.ts';
import { type Selection, useSelection } from '../state/selection.ts';
import { useApi } from '../state/services.ts';
import { DecisionDialog } from './dead-letters/decision-dialog.tsx';
import { GroupsView } from './dead-letters/groups-view.tsx';
import { Letter } from './dead-letters/letter.tsx';

const everyMs = 5000;

export function DeadLettersPage({ query }: { query: string }) {
  const shown = parseLetterView(query);
  return shown.view === 'causes' ? (
    <GroupsView head={(freshness) => <Head current="causes" freshness={freshness} />} />
  ) : (
    <LettersView key={`${shown.view} ${shown.fingerprint}`} status={shown.view} fingerprint={shown.fingerprint} />
  );
}

function Head({ current, freshness }: { current: string; freshness: ComponentChildren }) {
  return (
    <>
      <PageHeader
        title="Dead letters"
        lead="Messages that could not be processed. The hub keeps them until an operator decides."
        aside={freshness}
      />
      <LinkTabs
        label="Dead letters by status"
        current={current}
        tabs={letterViews.map(({ key, label, query }) => ({
          key,
          label,
          href: hrefOf({ page: 'dead-letters', query }),
        }))}
      />
    </>
  );
}

interface ViewProps {
  readonly status: DeadLetterStatus;
  readonly fingerprint: string | undefined;
}

function LettersView({ status, fingerprint }: ViewProps) {
  const api = useApi(createDeadLettersApi);
  const list = useSearch({
    key: `${status} ${fingerprint}`,
    load: (cursor, signal) => api.list({ status, fingerprint }, cursor, signal),
    keyOf: (letter: DeadLetter) => letter.dead_letter_id,
    comesAfter: letterComesAfter,
    everyMs: () => everyMs,
  });
  return (
    <>
      <Head current={status} freshness={<Freshness of={list.first} />} />
      {fingerprint !== undefined && (
        <p>
          Only letters of one cause. <a href={hrefOf({ page: 'dead-letters', query: `status=${status}` })}>Show all</a>
        </p>
      )}
      <Shown of={list.first} what="dead letters">
        {() => <Letters list={list} status={status} />}
      </Shown>
    </>
  );
}

function Letters({ list, status }: { list: Search<DeadLetter>; status: DeadLetterStatus }) {
  const waiting = list.items.filter((letter) => letter.status === 'parked');
  const selection = useSelection(waiting.map((letter) => letter.dead_letter_id));
  return (
    <>
      {list.items.length === 0 && !list.more ? (
        <div class="card">
          <Empty icon="check" title={emptyLetters[status].none}>
            <p>{emptyLetters[status].noneWhy}</p>
          </Empty>
        </div>
      ) : (
        <LetterList list={list} selection={selection} choosable={waiting.length > 1} />
      )}
      {/* Outside the list, so that the outcome stays visible when a decision empties the list. */}
      <Bulk list={list} selection={selection} />
    </>
  );
}

interface ListProps {
  readonly list: Search<DeadLetter>;
  readonly selection: Selection;
  /** True when several letters are selectable. */
  readonly choosable: boolean;
}

function LetterList({ list, selection, choosable }: ListProps) {
  return (
    <>
      {choosable && (
        <label class="choose-all choose-all--bare">
          <input type="checkbox" class="check" checked={selection.all} onChange={selection.toggleAll} />
          Choose all that are shown
        </label>
      )}
      <ul class="letters">
        {list.items.map((letter) => (
          <Letter
            key={letter.dead_letter_id}
            letter={letter}
            chosen={selection.has(letter.dead_letter_id)}
            onChoose={() => selection.toggle(letter.dead_letter_id)}
            onDecided={list.first.reload}
          />
        ))}
      </ul>
      {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
      <div class="load-more load-more--bare">
        <p role="status">
          {formatCount(list.items.length)} {list.more ? 'shown; there are more.' : 'shown; there are no more.'}
        </p>
        {list.more && (
          <Button onClick={list.loadMore} busy={list.loadingMore}>
            Show more
          </Button>
        )}
      </div>
    </>
  );
}

function Bulk({ list, selection }: { list: Search<DeadLetter>; selection: Selection }) {
  const api = useApi(createDeadLettersApi);
  const { ids } = selection;
  const redrivable = list.items.some(
    (letter) => letter.actions.redrive.allowed && selection.has(letter.dead_letter_id),
  );
  const dialog = (decision: Decision) => (asking: BulkAsking) => (
    <DecisionDialog
      title={`${decision === 'redrive' ? 'Redrive' : 'Dismiss'} ${countedLetters(ids.length)}?`}
      decision={decision}
      send={(reason, key) => api.decideMany(decision, { dead_letter_ids: [...ids], reason }, key)}
      {...asking}
    />
  );
  return (
    <BulkAction
      selection={selection}
      what="dead letter"
      permission="dead-letter:decide"
      reload={list.first.reload}
      actions={[
        {
          words: 'Redrive',
          icon: 'refresh',
          unavailable: redrivable ? null : 'None of the chosen letters can be redriven.',
          dialog: dialog('redrive'),
        },
        { words: 'Dismiss', icon: 'cross', dialog: dialog('dismiss') },
      ]}
    />
  );
}
