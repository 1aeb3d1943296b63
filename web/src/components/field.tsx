// Form fields whose label, hint and message are associated for assistive technology.
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly message?: string | undefined;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** Attributes that associate a control with its texts. */
const ties = ({ id, message, hint }: FieldProps) => ({
  id,
  'aria-invalid': message !== undefined,
  'aria-describedby': [message && `${id}-message`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
});

function FieldFrame({ field, children }: { field: FieldProps; children: preact.ComponentChildren }) {
  return (
    <div class={`field ${field.message === undefined ? '' : 'field--wrong'}`}>
      <label class="field__label" for={field.id}>
        {field.label}
      </label>
      {children}
      {field.message !== undefined && (
        <p class="field__message" id={`${field.id}-message`}>
          {field.message}
        </p>
      )}
      {field.hint !== undefined && (
        <p class="field__hint" id={`${field.id}-hint`}>
          {field.hint}
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps extends FieldProps {
  /** @default 'text' */
  readonly type?: 'text' | 'email';
  /** The field may stay empty. @default false */
  readonly optional?: boolean;
}

export function TextField(props: TextFieldProps) {
  const attributes = {
    class: 'control',
    value: props.value,
    disabled: props.disabled === true,
    'aria-required': props.optional !== true,
    onInput: (event: preact.TargetedInputEvent<HTMLInputElement>) => props.onInput(event.currentTarget.value),
    ...ties(props),
  } as const;
  return (
    <FieldFrame field={props}>
      {props.type === 'email' ? (
        <input {...attributes} type="email" autoComplete="off" />
      ) : (
        <input {...attributes} type="text" autoComplete="off" />
      )}
    </FieldFrame>
  );
}

export function TextArea(props: FieldProps & { readonly rows?: number }) {
  return (
    <FieldFrame field={props}>
      <textarea
        class="control"
        rows={props.rows ?? 5}
        value={props.value}
        disabled={props.disabled === true}
        aria-required="true"
        onInput={(event) => props.onInput(event.currentTarget.value)}
        {...ties(props)}
      />
    </FieldFrame>
  );
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly ReferenceValue[];
}

export function SelectField(props: SelectFieldProps) {
  return (
    <FieldFrame field={props}>
      <select
        class="control"
        value={props.value}
        disabled={props.disabled === true}
        aria-required="true"
        onInput={(event) => props.onInput(event.currentTarget.value)}
        {...ties(props)}
      >
        {props.value === '' && <option value="">Choose…</option>}
        {props.options.map(({ code, label }) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
