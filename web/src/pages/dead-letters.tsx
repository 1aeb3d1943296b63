// Parked messages: what could not be processed, why, how often it was tried, and the message itself as text.
import type { DeadLetter } from '../../../shared/contracts/integration.ts';
import { Copyable } from '../components/copyable.tsx';
import { Ago, Instant } from '../components/instant.tsx';
import { LoadMore } from '../components/load-more.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../components/states.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { withheldText } from '../model/labels.ts';
import { usePaged } from '../state/paged.ts';
import { useServices } from '../state/services.ts';

const kinds = { queue: 'Refused by the sync worker', stream: 'Never reached the queue' } as const;

export function DeadLettersPage() {
  const { api } = useServices();
  const list = usePaged({
    key: 'dead-letters',
    load: api.deadLetters,
    keyOf: (letter) => letter.dead_letter_id,
    everyMs: () => 5000,
  });
  return (
    <>
      <PageHeader
        title="Dead letters"
        lead="Messages that could not be processed. They are kept here and never dropped."
        aside={<Freshness of={list.newest} />}
      />
      <Shown of={list.newest} what="dead letters">
        {() =>
          list.items.length === 0 ? (
            <Empty icon="check" title="Nothing is parked">
              <p>Every message so far was processed.</p>
            </Empty>
          ) : (
            <>
              <ul class="letters">
                {list.items.map((letter) => (
                  <Letter key={letter.dead_letter_id} letter={letter} />
                ))}
              </ul>
              {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
              <LoadMore
                shown={list.items.length}
                what="dead letters"
                more={list.more}
                busy={list.loadingMore}
                onMore={list.loadMore}
              />
            </>
          )
        }
      </Shown>
    </>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  return (
    <li class="card letter">
      <div class="letter__head">
        <div>
          <h2 class="card__title">{letter.event_type ?? 'Message of unknown type'}</h2>
          <p class="card__lead">
            {kinds[letter.kind]} · parked <Ago at={letter.parked_at} />
          </p>
        </div>
        <StatusBadge status={letter.status} />
      </div>
      <p class="letter__cause">
        <code class="code">{letter.cause.code}</code> {letter.cause.message}
      </p>
      <dl class="facts">
        <Fact name="Attempts">{letter.attempts}</Fact>
        <Fact name="Parked">
          <Instant at={letter.parked_at} />
        </Fact>
        <IdFact name="Dead letter" value={letter.dead_letter_id} />
        <IdFact name="Event" value={letter.event_id} />
        <IdFact name="Correlation" value={letter.correlation_id} />
        <IdFact name="Trace" value={letter.trace_id} />
      </dl>
      <Body text={letter.body} />
    </li>
  );
}

function Body({ text }: { text: string }) {
  if (text === withheldText) return <p class="quiet">Message: {text}</p>;
  return (
    <details class="letter__body">
      <summary>Message as it was received</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="raw" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function IdFact({ name, value }: { name: string; value: string | null }) {
  return (
    <Fact name={name}>
      {value === null ? (
        <span class="quiet">unknown</span>
      ) : (
        <Copyable value={value} what={`${name.toLowerCase()} id`} short />
      )}
    </Fact>
  );
}
