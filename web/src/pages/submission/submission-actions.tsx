// Edits or withdraws a submission that is not processed yet; afterwards it explains why neither is possible.
import { useSignal } from '@preact/signals';
import type { LifecycleRecord } from '../../../../shared/contracts/dashboard.ts';
import type { Submission } from '../../../../shared/contracts/intake.ts';
import { Button } from '../../components/button.tsx';
import { whyNoChange } from '../../model/submission-edit.ts';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';
import { EditDialog } from './edit-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

export interface SubmissionActionsProps {
  readonly row: LifecycleRecord;
  readonly submission: Submission;
  readonly live: Live<Submission>;
  readonly onChanged: () => void;
}

export function SubmissionActions({ row, submission, live, onChanged }: SubmissionActionsProps) {
  const { session } = useServices();
  const open = useSignal<'edit' | 'withdraw' | null>(null);
  const close = () => {
    open.value = null;
  };
  const done = () => {
    close();
    live.reload();
    onChanged();
  };
  const reader = session.current.value ?? ({ role: 'viewer', accessToken: '' } as const);
  const refusal = whyNoChange(reader, row, submission);
  return (
    <div class="request-actions">
      <div class="request-actions__buttons">
        <Button
          icon="edit"
          disabled={refusal !== null}
          describedBy="request-refusal"
          onClick={() => (open.value = 'edit')}
        >
          Edit
        </Button>
        <Button
          icon="undo"
          disabled={refusal !== null}
          describedBy="request-refusal"
          onClick={() => (open.value = 'withdraw')}
        >
          Withdraw
        </Button>
      </div>
      {refusal !== null && (
        <p class="quiet request-actions__why" id="request-refusal">
          {refusal}
        </p>
      )}
      {open.value === 'edit' && <EditDialog submission={submission} etag={live.etag} onDone={done} onClose={close} />}
      {open.value === 'withdraw' && <WithdrawDialog submission={submission} onDone={done} onClose={close} />}
    </div>
  );
}
