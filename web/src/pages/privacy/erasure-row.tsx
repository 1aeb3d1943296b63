// One erasure: its result, author and reason, and a button to continue an unfinished one.
import type { Erasure } from '../../../../shared/contracts/intake.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Button } from '../../components/button.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant } from '../../components/instant.tsx';
import { Notice } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { UserText } from '../../components/user-text.tsx';
import { erasedWords } from '../../model/erasure.ts';

interface Props {
  readonly erasure: Erasure;
  readonly onGoOn: (erasure: Erasure) => void;
}

/** Notice about the erasure that was just requested. */
export function ErasureOutcome({ erasure, onGoOn }: Props) {
  if (erasure.status === 'completed') {
    return (
      <Notice tone="good" title="The data were erased" urgent>
        <p>{erasedWords(erasure)} Lists follow within seconds.</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      title="The erasure is not finished"
      action={<Button onClick={() => onGoOn(erasure)}>Go on</Button>}
      urgent
    >
      <p>{erasedWords(erasure)} What is left stays as it is until somebody goes on.</p>
    </Notice>
  );
}

export function ErasureRow({ erasure, onGoOn }: Props) {
  const running = erasure.status === 'running';
  return (
    <li class="erasure">
      <p class="erasure__head">
        <span class="strong">{erasedWords(erasure)}</span>{' '}
        <StatusBadge status={erasure.status} label={running ? 'Not finished' : 'Completed'} />
      </p>
      <UserText text={erasure.reason} />
      {running && (
        <>
          <p>To finish it, continue with the same address.</p>
          <p>
            <ActionButton
              icon="shield"
              words="Go on"
              of={`with ${erasure.erasure_id}`}
              unavailable={null}
              onClick={() => onGoOn(erasure)}
            />
          </p>
        </>
      )}
      <p class="quiet">
        {erasure.requested_by} · <Instant at={erasure.requested_at} />
      </p>
      <Copyable value={erasure.erasure_id} what="erasure id" />
    </li>
  );
}
