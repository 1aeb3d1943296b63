// Adds or changes a value. After a concurrent change it lists the differences, keeps the input, and the person decides
// again.
import type { ReferenceKind, ReferenceValue } from '../../../../shared/contracts/reference.ts';
import { FasterNotice } from '../../components/faster-notice.tsx';
import { TextField } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LocalTimeField } from '../../components/local-time-field.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { kindWords, languages, type ValueField } from '../../model/reference-edit.ts';
import { useValueForm } from './use-value-form.ts';

export interface ValueDialogProps {
  readonly kind: ReferenceKind;
  /** The value to change; null adds one. */
  readonly value: ReferenceValue | null;
  /** Codes in use. */
  readonly known: readonly string[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function ValueDialog({ kind, value, known, onDone, onClose }: ValueDialogProps) {
  const form = useValueForm({ kind, value, known, onDone });
  const field = (name: ValueField, label: string, hint?: string) => {
    const told = form.moved.includes(name) ? 'Another person changed this field.' : hint;
    return {
      id: `value-${name}`,
      label,
      value: form.draft[name],
      message: form.messages[name],
      ...(told === undefined ? {} : { hint: told }),
      onInput: (text: string) => form.change(name, text),
    };
  };
  return (
    <FormDialog
      title={value === null ? `Add a ${kindWords[kind].one}` : `Change ${value.code}`}
      submit={value === null ? 'Add it' : 'Save the change'}
      wide
      busy={form.busy}
      disabled={form.unchanged}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      {form.moved.length > 0 && (
        <FasterNotice>
          <p>The value was changed in the meantime. What you typed is kept; check it and save again.</p>
        </FasterNotice>
      )}
      {value === null && (
        <TextField {...field('code', 'Code (required)', 'Name in the API, for example NEW_TYPE. It never changes.')} />
      )}
      <fieldset class="form__group">
        <legend>Labels</legend>
        {languages.map(({ language, words }) => (
          <TextField
            key={language}
            {...field(language, language === 'en' ? `${words} (required)` : words)}
            optional={language !== 'en'}
          />
        ))}
      </fieldset>
      <fieldset class="form__group">
        <legend>Availability and order</legend>
        <LocalTimeField {...field('valid_from', 'From', 'Empty: at once.')} />
        <LocalTimeField {...field('valid_to', 'Until', 'Empty: without end.')} />
        <TextField {...field('sort_order', 'Place in the list', 'A small number comes first.')} optional />
        {kind === 'priorities' && <TextField {...field('target_hours', 'Hours until a case is due (required)')} />}
      </fieldset>
      <ReasonField id="value-reason" of={form} />
    </FormDialog>
  );
}
