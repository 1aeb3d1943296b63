// Reopens a closed case: the case stays closed, and a new, linked case is created for the same request.
import type { CaseWithHistory } from '../../../../shared/contracts/operations.ts';
import { createCasesApi } from '../../api/cases-api.ts';
import { hrefOf } from '../../app/router.ts';
import { lacking } from '../../auth/permission.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { shortId } from '../../model/labels.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi, useServices } from '../../state/services.ts';

interface Props {
  readonly operationCase: CaseWithHistory;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function ReopenCase({ operationCase, open, onOpen, onClose }: Props) {
  const { session } = useServices();
  const { reopened_as_case_id: successor, operation_case_id: caseId } = operationCase;
  const unavailable =
    successor === null
      ? lacking(session.current.value?.role ?? 'viewer', 'case:reopen')
      : `It was reopened already, as ${shortId(successor)}.`;
  return (
    <div class="reopen">
      <p class="quiet">A closed case stays closed. Reopening creates a new case that is linked to this one.</p>
      <ActionButton icon="undo" words="Reopen" of="as a new case" shown unavailable={unavailable} onClick={onOpen} />
      {open && <ReopenDialog caseId={caseId} onClose={onClose} />}
    </div>
  );
}

function ReopenDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { flash } = useServices();
  const api = useApi(createCasesApi);
  const form = useReasoned({
    send: (reason, key) => api.reopen(caseId, reason, key),
    onDone: ({ submission_id: submissionId }) => {
      flash.say('The case was reopened as a new case.');
      onClose();
      location.hash = hrefOf({ page: 'record', submissionId });
    },
  });
  return (
    <FormDialog
      title="Reopen this case?"
      submit="Create the new case"
      busy={form.busy}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      <p class="dialog__lead">
        The hub enters the same request again, with its own submission, case and canonical object. Both cases link to
        each other.
      </p>
      <ReasonField id="reopen-reason" of={form} />
    </FormDialog>
  );
}
