// The text field for the reason of an action.
import type { Reasoned } from '../state/reasoned.ts';
import { TextArea } from './field.tsx';

export interface ReasonFieldProps {
  readonly id: string;
  readonly of: Pick<Reasoned, 'reason' | 'message' | 'setReason'>;
  readonly hint?: string;
}

export function ReasonField({ id, of: form, hint }: ReasonFieldProps) {
  return (
    <TextArea
      id={id}
      label="Reason (required)"
      rows={3}
      value={form.reason}
      message={form.message}
      {...(hint === undefined ? {} : { hint })}
      onInput={form.setReason}
    />
  );
}
