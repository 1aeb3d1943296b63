// The dialog that edits a request; sends only what was changed, and shows what the API refuses beside the fields.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Submission } from '../../../../shared/contracts/intake.ts';
import type { ReferenceKind } from '../../../../shared/contracts/reference.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { SelectField, TextArea, TextField } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { changesOf, draftOf, type EditableField } from '../../model/submission-edit.ts';
import { messagesByField } from '../../model/submission-form.ts';
import { useServices } from '../../state/services.ts';

export interface EditDialogProps {
  readonly submission: Submission;
  readonly etag: string | null;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function EditDialog({ submission, etag, onDone, onClose }: EditDialogProps) {
  const { api, flash, reference } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const draft = useSignal(draftOf(submission));
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const changes = changesOf(submission, draft.value);
  const messages = messagesByField(problem.value?.errors ?? []).fields;

  const send = async () => {
    busy.value = true;
    const result = await api.editSubmission(submission.submission_id, changes, etag, keyring.keyFor({ changes, etag }));
    busy.value = false;
    problem.value = result.ok ? null : result.problem;
    if (!result.ok) return;
    flash.say('The request was changed.');
    onDone();
  };
  const field = (name: EditableField, label: string) => ({
    id: `edit-${name}`,
    label,
    value: draft.value[name],
    message: messages[name],
    onInput: (value: string) => {
      draft.value = { ...draft.value, [name]: value };
    },
  });
  /** What is offered now, and what the request has, even if that is offered no longer. */
  const options = (kind: ReferenceKind, current: string) =>
    (reference.value?.[kind] ?? []).filter(({ code, status }) => status === 'active' || code === current);
  return (
    <FormDialog
      title="Edit the request"
      submit="Save changes"
      busy={busy.value}
      disabled={Object.keys(changes).length === 0}
      wide
      problem={problem.value}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <div class="form__group">
        <TextField {...field('requester_name', 'Name')} />
        <TextField {...field('requester_email', 'E-mail address')} type="email" />
        <SelectField
          {...field('request_type', 'Type of request')}
          options={options('request_types', submission.request_type)}
        />
        <SelectField {...field('priority', 'Priority')} options={options('priorities', submission.priority)} />
        <SelectField
          {...field('assigned_team', 'Team')}
          options={options('assigned_teams', submission.assigned_team)}
        />
      </div>
      <TextArea {...field('request_description', 'Description')} />
    </FormDialog>
  );
}
