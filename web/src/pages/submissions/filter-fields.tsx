// Filter fields: a day, and a text that filters while the person types.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { textLimits } from '../../../../shared/contracts/values/text-limits.ts';
import { isSearchable } from '../../model/submission-filters.ts';

export interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

export function DateField({ label, value, onValue }: DateFieldProps) {
  return (
    <label class="picker__field">
      <span class="field__label">{label}</span>
      <input
        type="date"
        class="control"
        value={value.slice(0, 10)}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </label>
  );
}

export interface TypedFieldProps extends DateFieldProps {
  readonly id: string;
  readonly placeholder?: string;
  /** Shows the label. @default false */
  readonly shown?: boolean;
}

const typingPauseMs = 350;

/** A text that filters after a pause in typing, or at once with Enter. */
export function TypedField({ id, label, placeholder, value, onValue, shown = false }: TypedFieldProps) {
  const typed = useSignal(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onValue);
  latest.current = onValue;
  useEffect(() => {
    // The address changed without typing, by a chip or by Back; a trailing space before the next word stays.
    if (timer.current === undefined && typed.peek().trim() !== value) typed.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const text = typed.peek().trim();
    if (text !== value && isSearchable(text)) latest.current(text);
  };
  return (
    <div class="typed">
      <label class={shown ? 'field__label' : 'visually-hidden'} for={id}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        class="control"
        placeholder={placeholder}
        autoComplete="off"
        maxLength={textLimits.search}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(commit, typingPauseMs);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
        onBlur={commit}
      />
    </div>
  );
}
