// Values of one kind with their actions.
import type { ReferenceKind, ReferenceValue } from '../../../../shared/contracts/reference.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Empty } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { labelOf } from '../../model/labels.ts';
import { kindWords, languages } from '../../model/reference-edit.ts';

export type ValueTask =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'retire' | 'history'; readonly value: ReferenceValue };

export interface ValueListProps {
  readonly kind: ReferenceKind;
  readonly values: readonly ReferenceValue[];
  /** Reason why changes are impossible; null when they are possible. */
  readonly missing: string | null;
  readonly onTask: (task: ValueTask) => void;
}

export function ValueList({ kind, values, missing, onTask }: ValueListProps) {
  if (values.length === 0) return <Empty icon="reference" title={`No ${kindWords[kind].many.toLowerCase()}`} />;
  return (
    <ul class="values">
      {values.map((value) => (
        <li key={value.code} class={`value ${value.status === 'retired' ? 'value--retired' : ''}`}>
          <div class="value__body">
            <p class="value__name">
              <span class="strong">{labelOf(value)}</span> <StatusBadge status={value.status} />
            </p>
            <p>
              <code class="code">{value.code}</code>
            </p>
            <Facts value={value} />
          </div>
          <div class="value__actions">
            <ActionButton
              icon="edit"
              words="Edit"
              of={value.code}
              unavailable={missing}
              onClick={() => onTask({ kind: 'edit', value })}
            />
            <ActionButton
              icon={value.valid_to === null ? 'bin' : 'undo'}
              words={value.valid_to === null ? 'Retire' : 'Restore'}
              of={value.code}
              unavailable={missing}
              onClick={() => onTask({ kind: 'retire', value })}
            />
            <ActionButton
              icon="clock"
              words="History"
              of={value.code}
              unavailable={value.version === 0 ? 'Built in and never changed.' : null}
              onClick={() => onTask({ kind: 'history', value })}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Facts({ value }: { value: ReferenceValue }) {
  return (
    <p class="value__facts">
      <span>{translations(value)}</span>
      {value.target_hours !== null && <span>Due after {value.target_hours} h</span>}
      {value.valid_from !== null && (
        <span>
          From <Instant at={value.valid_from} />
        </span>
      )}
      {value.valid_to !== null && (
        <span>
          Until <Instant at={value.valid_to} />
        </span>
      )}
      {value.changed_by !== null && value.changed_at !== null && (
        <span>
          Changed by {value.changed_by}, <Instant at={value.changed_at} />
        </span>
      )}
    </p>
  );
}

/** `EN General inquiry · DE Allgemeine Anfrage`. */
const translations = ({ labels }: ReferenceValue): string =>
  languages
    .flatMap(({ language }) => {
      const label = labels[language];
      return label === undefined ? [] : [`${language.toUpperCase()} ${label}`];
    })
    .join(' · ');
