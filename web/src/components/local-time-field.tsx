// A date and time field in the person's time zone; uses the native input.

export interface LocalTimeFieldProps {
  readonly id: string;
  readonly label: string;
  /** `2026-01-31T08:15`; empty for none. */
  readonly value: string;
  readonly message?: string | undefined;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly onInput: (value: string) => void;
}

export function LocalTimeField({ id, label, value, message, hint, disabled = false, onInput }: LocalTimeFieldProps) {
  const describedBy = [message && `${id}-message`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={`field ${message === undefined ? '' : 'field--wrong'}`}>
      <label class="field__label" for={id}>
        {label}
      </label>
      <input
        class="control"
        type="datetime-local"
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={message !== undefined}
        aria-describedby={describedBy}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {message !== undefined && (
        <p class="field__message" id={`${id}-message`}>
          {message}
        </p>
      )}
      {hint !== undefined && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
