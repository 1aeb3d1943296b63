// One dead letter: its cause, facts, body, decisions so far and possible decisions.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DeadLetter } from '../../../../shared/contracts/dead-letter.ts';
import { createDeadLettersApi, type Decision } from '../../api/dead-letters-api.ts';
import { hrefOf } from '../../app/router.ts';
import { lacking } from '../../auth/permission.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Ago, Instant } from '../../components/instant.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { letterKinds, readableBody, submissionOf } from '../../model/dead-letters.ts';
import { humanise, withheldText } from '../../model/labels.ts';
import { sentence } from '../../model/reason.ts';
import { useApi, useServices } from '../../state/services.ts';
import { DecisionDialog } from './decision-dialog.tsx';

export interface LetterProps {
  readonly letter: DeadLetter;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onDecided: () => void;
}

export function Letter({ letter, chosen, onChoose, onDecided }: LetterProps) {
  const titleId = `letter-${letter.dead_letter_id}`;
  const element = useFocusHandedOver();
  return (
    <li class="card letter" aria-labelledby={titleId} ref={element}>
      <div class="letter__head">
        {letter.status === 'parked' && (
          <input
            type="checkbox"
            class="check"
            aria-label={`Choose ${letter.dead_letter_id}`}
            checked={chosen}
            onChange={onChoose}
          />
        )}
        <div class="letter__title">
          <h2 class="card__title" id={titleId}>
            {letter.event_type ?? 'Message of unknown type'}
          </h2>
          <p class="card__lead">
            {letterKinds[letter.kind]} · parked <Ago at={letter.parked_at} />
          </p>
        </div>
        <StatusBadge status={letter.status} />
      </div>
      <p class="letter__cause">
        <code class="code">{letter.cause.code}</code> {letter.cause.message}
      </p>
      <Decisions letter={letter} />
      <Actions letter={letter} onDecided={onDecided} />
      <Facts letter={letter} />
      <Body text={letter.body} />
    </li>
  );
}

/** Moves the focus to the page heading when an entry leaves the list, so that keyboard users keep their place. */
export function useFocusHandedOver() {
  const element = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const { current: own } = element;
    return () => {
      if (own?.contains(document.activeElement) !== true) return;
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    };
  }, []);
  return element;
}

function Actions({ letter, onDecided }: { letter: DeadLetter; onDecided: () => void }) {
  const { session, flash } = useServices();
  const api = useApi(createDeadLettersApi);
  const asking = useSignal<Decision | null>(null);
  const missing = lacking(session.current.value?.role ?? 'viewer', 'dead-letter:decide');
  const why = ({ allowed, why: reason }: DeadLetter['actions']['redrive']) =>
    missing ?? (allowed ? null : sentence(reason ?? 'not possible now'));
  const decision = asking.value;
  const submissionId = submissionOf(letter);
  return (
    <div class="letter__actions">
      <ActionButton
        icon="refresh"
        words="Redrive"
        of={letter.dead_letter_id}
        unavailable={why(letter.actions.redrive)}
        onClick={() => {
          asking.value = 'redrive';
        }}
      />
      <ActionButton
        icon="cross"
        words="Dismiss"
        of={letter.dead_letter_id}
        unavailable={why(letter.actions.dismiss)}
        onClick={() => {
          asking.value = 'dismiss';
        }}
      />
      {submissionId !== null && <a href={hrefOf({ page: 'record', submissionId })}>Open its submission</a>}
      {missing === null && why(letter.actions.redrive) !== null && letter.status === 'parked' && (
        <p class="letter__why">Not redriven: {why(letter.actions.redrive)}</p>
      )}
      {decision !== null && (
        <DecisionDialog
          title={decision === 'redrive' ? 'Redrive this dead letter?' : 'Dismiss this dead letter?'}
          decision={decision}
          send={(reason, key) => api.decide(letter.dead_letter_id, decision, reason, key)}
          onConflict={onDecided}
          onClose={() => {
            asking.value = null;
          }}
          onDone={() => {
            asking.value = null;
            flash.say(decision === 'redrive' ? 'The dead letter was redriven.' : 'The dead letter was dismissed.');
            onDecided();
          }}
        />
      )}
    </div>
  );
}

function Decisions({ letter: { decisions } }: { letter: DeadLetter }) {
  if (decisions.length === 0) return null;
  return (
    <ol class="decisions" aria-label="Decisions">
      {decisions.map((decision) => (
        <li key={`${decision.decided_at} ${decision.action}`} class="decision">
          <DecisionMade decision={decision} />
        </li>
      ))}
    </ol>
  );
}

/** Who decided what, when and why. */
export function DecisionMade({ decision }: { decision: DeadLetter['decisions'][number] }) {
  return (
    <>
      <p>
        <span class="strong">{humanise(decision.action)}</span> by {decision.decided_by}{' '}
        <span class="quiet">
          <Ago at={decision.decided_at} />
        </span>
      </p>
      <p class="user-text quiet">{decision.reason}</p>
    </>
  );
}

function Facts({ letter }: { letter: DeadLetter }) {
  return (
    <dl class="facts">
      <Fact name="Attempts">{letter.attempts}</Fact>
      <Fact name="Redrives">{letter.redrives}</Fact>
      <Fact name="Parked">
        <Instant at={letter.parked_at} />
      </Fact>
      <IdFact name="Dead letter" value={letter.dead_letter_id} />
      <IdFact name="Event" value={letter.event_id} />
      <IdFact name="Correlation" value={letter.correlation_id} />
      <IdFact name="Trace" value={letter.trace_id} />
    </dl>
  );
}

function Body({ text }: { text: string }) {
  if (text === withheldText) return <p class="quiet">Message: {text}</p>;
  return (
    <details class="letter__body">
      <summary>Original message</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="raw" tabIndex={0}>
        {readableBody(text)}
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
