// Retires a value from a given time on, or restores a retired one.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ReferenceKind, ReferenceValue } from '../../../../shared/contracts/reference.ts';
import type { Problem } from '../../api/problem.ts';
import { createReferenceApi } from '../../api/reference-api.ts';
import { FasterNotice } from '../../components/faster-notice.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LocalTimeField } from '../../components/local-time-field.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { labelOf } from '../../model/labels.ts';
import { createRetirementMoment, retirementWords } from '../../model/retirement.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi, useServices } from '../../state/services.ts';

interface Props {
  readonly kind: ReferenceKind;
  readonly value: ReferenceValue;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function RetireDialog({ kind, value, onDone, onClose }: Props) {
  const form = useRetirement(kind, value, onDone);
  const label = labelOf(form.value);
  return (
    <FormDialog
      title={form.restores ? `Restore ${label}?` : `Retire ${label}?`}
      submit={form.restores ? 'Restore it' : 'Retire it'}
      busy={form.busy}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      {form.moved && (
        <FasterNotice>
          <p>The value was changed in the meantime. Your reason is kept; decide again.</p>
        </FasterNotice>
      )}
      <p class="dialog__lead">
        {form.restores
          ? 'New requests can use it again. Older submissions never changed.'
          : 'The API refuses new requests with this value and lists the alternatives. Older submissions keep it.'}
      </p>
      {!form.restores && (
        <LocalTimeField
          id="retire-when"
          label="From"
          hint="Empty: at once. In your time zone."
          value={form.when}
          onInput={form.setWhen}
        />
      )}
      <ReasonField id="retire-reason" of={form} />
    </FormDialog>
  );
}

function useRetirement(kind: ReferenceKind, opened: ReferenceValue, onDone: () => void) {
  const { flash } = useServices();
  const api = useApi(createReferenceApi);
  const value = useSignal(opened);
  const moved = useSignal(false);
  const when = useSignal('');
  const momentOf = useMemo(() => createRetirementMoment(() => new Date()), []);
  const { code, version, valid_to } = value.value;
  const restores = valid_to !== null;
  /** Shows the current value after a concurrent change; the person decides again. */
  const follow = async (refusal: Problem): Promise<Problem | null> => {
    if (refusal.status !== 412) return refusal;
    const now = await api.one(kind, code);
    if (!now.ok) return now.problem;
    value.value = now.value;
    moved.value = true;
    return null;
  };
  const form = useReasoned({
    intent: { restores, version, when: when.value },
    send: (change_reason, key) => {
      const valid_to = restores ? null : momentOf(when.value, key);
      return api.change(kind, code, { valid_to, change_reason }, version, key);
    },
    onRefused: follow,
    onDone: (changed) => {
      flash.say(retirementWords(value.peek(), changed));
      onDone();
    },
  });
  return {
    ...form,
    value: value.value,
    moved: moved.value,
    when: when.value,
    restores,
    setWhen: (text: string) => {
      when.value = text;
    },
  };
}
