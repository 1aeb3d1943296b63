// Edits the submission as it was when the dialog opened and sends only the changes. Refusals appear beside the fields;
// after a concurrent change the input stays, with the new values below.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Submission } from '../../../../shared/contracts/intake.ts';
import type { ReferenceKind } from '../../../../shared/contracts/reference.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { FasterNotice } from '../../components/faster-notice.tsx';
import { SelectField, TextArea, TextField } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { rebase } from '../../model/rebase.ts';
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
  const { reference } = useServices();
  const form = useEdit(submission, etag, onDone);
  const { base } = form;
  const field = (name: EditableField, label: string) => ({
    id: `edit-${name}`,
    label,
    value: form.draft[name],
    message: form.messages[name],
    ...(form.moved.includes(name) ? { hint: 'Another person changed this field.' } : {}),
    onInput: (value: string) => form.change(name, value),
  });
  /** Offered values, plus the current value of the submission even if it is no longer offered. */
  const options = (kind: ReferenceKind, current: string) =>
    (reference.value?.[kind] ?? []).filter(({ code, status }) => status === 'active' || code === current);
  return (
    <FormDialog
      title="Edit the request"
      submit="Save changes"
      busy={form.busy}
      disabled={form.unchanged}
      wide
      problem={form.problem === null ? null : { ...form.problem, errors: form.elsewhere }}
      onSubmit={() => void form.send()}
      onClose={onClose}
    >
      {form.moved.length > 0 && (
        <FasterNotice>
          <p>The request was changed in the meantime. What you typed is kept; check it and save again.</p>
        </FasterNotice>
      )}
      <div class="form__group">
        <TextField {...field('requester_name', 'Name')} />
        <TextField {...field('requester_email', 'E-mail address')} type="email" />
        <SelectField
          {...field('request_type', 'Type of request')}
          options={options('request_types', base.request_type)}
        />
        <SelectField {...field('priority', 'Priority')} options={options('priorities', base.priority)} />
        <SelectField {...field('assigned_team', 'Team')} options={options('assigned_teams', base.assigned_team)} />
      </div>
      <TextArea {...field('request_description', 'Description')} />
    </FormDialog>
  );
}

function useEdit(submission: Submission, tag: string | null, onDone: () => void) {
  const { api, flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  /** The submission as the person sees it, whatever changed since the dialog opened. */
  const seen = useSignal({ base: draftOf(submission), etag: tag });
  const draft = useSignal(seen.peek().base);
  const moved = useSignal<readonly EditableField[]>([]);
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const { base, etag } = seen.value;
  const changes = changesOf(base, draft.value);
  const errors = problem.value?.errors ?? [];
  const id = submission.submission_id;

  const follow = async (refusal: Problem): Promise<Problem | null> => {
    if (refusal.status !== 412) return refusal;
    const now = await api.submission(id);
    if (!now.ok) return now.problem;
    const rebased = rebase(draft.value, base, draftOf(now.value));
    seen.value = { base: draftOf(now.value), etag: now.etag };
    draft.value = rebased.draft;
    moved.value = rebased.moved;
    // A concurrent withdrawal changes no field.
    return rebased.moved.length === 0 ? refusal : null;
  };
  const send = async () => {
    busy.value = true;
    const result = await api.editSubmission(id, changes, etag, keyring.keyFor({ changes, etag }));
    problem.value = result.ok ? null : await follow(result.problem);
    busy.value = false;
    if (!result.ok) return;
    flash.say('The request was changed.');
    onDone();
  };
  return {
    base,
    draft: draft.value,
    moved: moved.value,
    busy: busy.value,
    problem: problem.value,
    messages: messagesByField(errors).fields,
    /** Message for problems without a field. */
    elsewhere: errors.filter((error) => messagesByField([error]).others.length > 0),
    unchanged: Object.keys(changes).length === 0,
    send,
    change(name: EditableField, value: string) {
      draft.value = { ...draft.value, [name]: value };
    },
  };
}
