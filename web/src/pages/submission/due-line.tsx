// The due date of a case, the remaining time, and whether the case missed it.
import type { OperationCase } from '../../../../shared/contracts/operations.ts';
import { Icon } from '../../components/icon.tsx';
import { Instant } from '../../components/instant.tsx';
import { dueOf } from '../../model/due.ts';
import { nowMs } from '../../state/clock.ts';

type Dated = Pick<OperationCase, 'due_at' | 'breached' | 'processing_status'>;

export function DueLine({ of: operationCase }: { of: Dated }) {
  const { words, tone, breached } = dueOf(operationCase, nowMs.value);
  return (
    <p class={`due due--${tone}`}>
      <Icon name={breached ? 'alert' : 'clock'} />
      <span>
        <span class="due__words">{words}</span>{' '}
        <span class="quiet">
          (<Instant at={operationCase.due_at} />)
        </span>
      </span>
    </p>
  );
}
