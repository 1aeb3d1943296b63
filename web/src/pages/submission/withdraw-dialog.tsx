// Withdraws a submission with a reason.

import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Submission } from '../../../../shared/contracts/intake.ts';
import { textLimits } from '../../../../shared/contracts/values/text-limits.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { TextArea } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { reasonProblem } from '../../model/reason.ts';
import { useServices } from '../../state/services.ts';

export interface WithdrawDialogProps {
  readonly submission: Submission;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function WithdrawDialog({ submission, onDone, onClose }: WithdrawDialogProps) {
  const { api, flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const reason = useSignal('');
  const message = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);

  const send = async () => {
    message.value = reasonProblem(reason.value) ?? undefined;
    if (message.value !== undefined) return;
    busy.value = true;
    const text = reason.value.trim();
    const result = await api.withdraw(submission.submission_id, text, keyring.keyFor(text));
    busy.value = false;
    problem.value = result.ok ? null : result.problem;
    if (!result.ok) return;
    flash.say('The request was withdrawn.');
    onDone();
  };
  return (
    <FormDialog
      title="Withdraw the request?"
      submit="Withdraw the request"
      busy={busy.value}
      grave
      problem={problem.value}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <p>No case is made for it. This is final; the request itself stays to be read.</p>
      <TextArea
        id="withdraw-reason"
        label="Reason (required)"
        rows={3}
        value={reason.value}
        message={message.value}
        hint={`Kept with the request, at most ${textLimits.reason} characters.`}
        onInput={(text) => {
          reason.value = text;
          message.value = undefined;
        }}
      />
    </FormDialog>
  );
}
