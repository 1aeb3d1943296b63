// Parked dead letters by cause: number, time, the last decision, and decisions about all letters of a cause.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { DeadLetterGroup, DeadLetterSetResult } from '../../../../shared/contracts/dead-letter.ts';
import { createDeadLettersApi, type Decision } from '../../api/dead-letters-api.ts';
import { hrefOf } from '../../app/router.ts';
import { lacking } from '../../auth/permission.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { BulkResultDialog } from '../../components/bulk-result-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { Ago } from '../../components/instant.tsx';
import { Freshness } from '../../components/page-header.tsx';
import { Empty, ProblemNotice, Shown } from '../../components/states.tsx';
import { countedLetters, emptyLetters, groupComesAfter } from '../../model/dead-letters.ts';
import { formatCount } from '../../model/labels.ts';
import { decideThroughout } from '../../model/letter-sets.ts';
import { type Search, useSearch } from '../../state/search.ts';
import { useApi, useServices } from '../../state/services.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import { DecisionMade, useFocusHandedOver } from './letter.tsx';

const everyMs = 5000;

interface Asked {
  readonly group: DeadLetterGroup;
  readonly decision: Decision;
}

export function GroupsView({ head }: { head: (freshness: ComponentChildren) => ComponentChildren }) {
  const api = useApi(createDeadLettersApi);
  const asked = useSignal<Asked | null>(null);
  const result = useSignal<DeadLetterSetResult | null>(null);
  const list = useSearch({
    key: 'causes',
    load: (cursor, signal) => api.groups(cursor, signal),
    keyOf: (group: DeadLetterGroup) => group.fingerprint,
    comesAfter: groupComesAfter,
    everyMs: () => everyMs,
  });
  return (
    <>
      {head(<Freshness of={list.first} />)}
      <Shown of={list.first} what="dead letters">
        {() => (
          <Groups
            list={list}
            onAsk={(next) => {
              asked.value = next;
            }}
          />
        )}
      </Shown>
      {asked.value !== null && (
        <GroupDialog
          {...asked.value}
          onClose={() => {
            asked.value = null;
          }}
          onDone={(done) => {
            asked.value = null;
            result.value = done;
            list.first.reload();
          }}
        />
      )}
      {result.value !== null && (
        <BulkResultDialog
          title="What became of each dead letter"
          result={result.value}
          onClose={() => {
            result.value = null;
          }}
        />
      )}
    </>
  );
}

interface GroupsProps {
  readonly list: Search<DeadLetterGroup>;
  readonly onAsk: (asked: Asked) => void;
}

function Groups({ list, onAsk }: GroupsProps) {
  if (list.items.length === 0 && !list.more) {
    return (
      <div class="card">
        <Empty icon="check" title={emptyLetters.parked.none}>
          <p>{emptyLetters.parked.noneWhy}</p>
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul class="letters">
        {list.items.map((group) => (
          <Group key={group.fingerprint} group={group} onAsk={(decision) => onAsk({ group, decision })} />
        ))}
      </ul>
      {list.moreProblem !== null && <ProblemNotice problem={list.moreProblem} onRetry={list.loadMore} />}
      {list.more && (
        <div class="load-more load-more--bare">
          <Button onClick={list.loadMore} busy={list.loadingMore}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Group({ group, onAsk }: { group: DeadLetterGroup; onAsk: (decision: Decision) => void }) {
  const { cause, count, event_type, last_decision, fingerprint } = group;
  const titleId = `group-${fingerprint}`;
  const element = useFocusHandedOver();
  return (
    <li class="card letter" aria-labelledby={titleId} ref={element}>
      <div class="letter__head">
        <div class="letter__title">
          <h2 class="card__title" id={titleId}>
            {cause.code}
          </h2>
          <p class="card__lead">
            {event_type ?? 'Message of unknown type'} · first <Ago at={group.first_seen_at} />, last{' '}
            <Ago at={group.last_seen_at} />
          </p>
        </div>
        <span class="badge badge--bad">{formatCount(count)} parked</span>
      </div>
      <p class="letter__cause">{cause.message}</p>
      {last_decision !== null && (
        <div class="decision">
          <p class="quiet">Last decision about this cause</p>
          <DecisionMade decision={last_decision} />
        </div>
      )}
      <GroupActions group={group} onAsk={onAsk} />
    </li>
  );
}

function GroupActions({ group, onAsk }: { group: DeadLetterGroup; onAsk: (decision: Decision) => void }) {
  const { session } = useServices();
  const unavailable = lacking(session.current.value?.role ?? 'viewer', 'dead-letter:decide');
  const all = group.count === 1 ? 'it' : `all ${formatCount(group.count)}`;
  const of = `with ${group.cause.code}`;
  return (
    <div class="letter__actions">
      <ActionButton
        icon="refresh"
        words={`Redrive ${all}`}
        of={of}
        unavailable={unavailable}
        onClick={() => onAsk('redrive')}
      />
      <ActionButton
        icon="cross"
        words={`Dismiss ${all}`}
        of={of}
        unavailable={unavailable}
        onClick={() => onAsk('dismiss')}
      />
      <a href={hrefOf({ page: 'dead-letters', query: `status=parked&fingerprint=${group.fingerprint}` })}>
        Show {countedLetters(group.count)}
      </a>
    </div>
  );
}

interface GroupDialogProps extends Asked {
  readonly onClose: () => void;
  readonly onDone: (result: DeadLetterSetResult) => void;
}

function GroupDialog({ group: { fingerprint, count, cause }, decision, onClose, onDone }: GroupDialogProps) {
  const api = useApi(createDeadLettersApi);
  return (
    <DecisionDialog
      title={`${decision === 'redrive' ? 'Redrive' : 'Dismiss'} ${countedLetters(count)} with ${cause.code}?`}
      decision={decision}
      send={(reason, key) =>
        decideThroughout((cursor, call) => {
          const filter = { status: 'parked', fingerprint, ...(cursor === undefined ? {} : { cursor }) } as const;
          return api.decideMany(decision, { filter, reason }, `${key}-${call}`);
        })
      }
      onClose={onClose}
      onDone={onDone}
    />
  );
}
