// A button with a popup panel; it closes on Escape, on an outside click and on focus loss.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

export interface PickerProps {
  readonly label: string;
  /** Number of selected values. */
  readonly count: number;
  readonly children: ComponentChildren;
}

export function Picker({ label, count, children }: PickerProps) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeElsewhere = (event: Event) => {
      const details = element.current;
      if (details !== null && event.target instanceof Node && !details.contains(event.target)) details.open = false;
    };
    document.addEventListener('pointerdown', closeElsewhere);
    document.addEventListener('focusin', closeElsewhere);
    return () => {
      document.removeEventListener('pointerdown', closeElsewhere);
      document.removeEventListener('focusin', closeElsewhere);
    };
  }, []);
  const closeOnEscape = (event: KeyboardEvent) => {
    const details = element.current;
    if (event.key !== 'Escape' || details === null || !details.open) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  };
  return (
    <details class="picker" ref={element} onKeyDown={closeOnEscape}>
      <summary class={`picker__button ${count > 0 ? 'picker__button--set' : ''}`}>
        {label}
        {count > 0 && (
          <span class="picker__count">
            {count}
            <span class="visually-hidden"> chosen</span>
          </span>
        )}
        <Icon name="chevron" class="picker__chevron" />
      </summary>
      <div class="picker__panel">{children}</div>
    </details>
  );
}

export interface ChoiceListProps {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
}

/** A group of check boxes. */
export function ChoiceList({ legend, options, chosen, onToggle }: ChoiceListProps) {
  return (
    <fieldset class="choice-list">
      <legend class="visually-hidden">{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value} class="choice-list__item">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
