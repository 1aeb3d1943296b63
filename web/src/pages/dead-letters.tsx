// Dead letters by status: the cause of each and the possible decisions.
import type { DeadLetter } from '../../../shared/contracts/dead-letter.ts';
import { createDeadLettersApi } from '../api/dead-letters-api.ts';
import { hrefOf } from '../app/router.ts';
import { BulkAction } from '../components/bulk-action.tsx';
import { Button } from '../components/button.tsx';
import { LinkTabs } from '../components/link-tabs.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import {
  type LetterStatus,
  letterComesAfter,
  letterStatuses,
  letterTabs,
  parseLetterStatus,
} from '../model/dead-letters.ts';
import { formatCount } from '../model/labels.ts';
import { type Search, useSearch } from '../state/search.ts';
import { type Selection, useSelection } from '../state/selection.ts';
import { useApi } from '../state/services.ts';
import { DecisionDialog } from './dead-letters/decision-dialog.tsx';
import { Letter } from './dead-letters/letter.tsx';

const everyMs = 5000;

export function DeadLettersPage({ query }: { query: string }) {
  const api = useApi(createDeadLettersApi);
  const status = parseLetterStatus(query);
  const list = useSearch({
    key: status,
    load: (cursor, signal) => api.list(status, cursor, signal),
    keyOf: (letter: DeadLetter) => letter.dead_letter_id,
    comesAfter: letterComesAfter,
    everyMs: () => everyMs,
  });
  return (
    <>
      <PageHeader
        title="Dead letters"
        lead="Messages that could not be processed. The hub keeps them until an operator decides."
        aside={<Freshness of={list.first} />}
      />
      <LinkTabs
        label="Dead letters by status"
        current={status}
        tabs={letterStatuses.map((each) => ({
          key: each,
          label: letterTabs[each].label,
          href: hrefOf({ page: 'dead-letters', query: `status=${each}` }),
        }))}
      />
      <Shown of={list.first} what="dead letters">
        {() => <Letters key={status} list={list} status={status} />}
      </Shown>
    </>
  );
}

function Letters({ list, status }: { list: Search<DeadLetter>; status: LetterStatus }) {
  const redrivable = list.items.filter((letter) => letter.actions.redrive.allowed);
  const selection = useSelection(redrivable.map((letter) => letter.dead_letter_id));
  return (
    <>
      {list.items.length === 0 && !list.more ? (
        <div class="card">
          <Empty icon="check" title={letterTabs[status].none}>
            <p>{letterTabs[status].noneWhy}</p>
          </Empty>
        </div>
      ) : (
        <LetterList list={list} selection={selection} choosable={redrivable.length > 1} />
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
          Choose all that can be redriven
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
  return (
    <BulkAction
      selection={selection}
      what="dead letter"
      action="Redrive"
      icon="refresh"
      permission="dead-letter:decide"
      reload={list.first.reload}
      dialog={(asking) => (
        <DecisionDialog
          title={ids.length === 1 ? 'Redrive one dead letter?' : `Redrive ${ids.length} dead letters?`}
          decision="redrive"
          send={(reason, key) => api.redriveMany(ids, reason, key)}
          {...asking}
        />
      )}
    />
  );
}
