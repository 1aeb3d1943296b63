// Changes the handling of a case. After a concurrent change it lists the differences, keeps the input, and the person
// decides again.
import { useSignal } from '@preact/signals';
import type { CaseWithHistory, OperationCase } from '../../../../shared/contracts/operations.ts';
import type { ReferenceKind } from '../../../../shared/contracts/reference.ts';
import { createCasesApi } from '../../api/cases-api.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { FasterNotice } from '../../components/faster-notice.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LocalTimeField } from '../../components/local-time-field.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { type HandlingDraft, handlingChanges, handlingLabels, handlingOf } from '../../model/handling.ts';
import { labelOf } from '../../model/labels.ts';
import { sentence } from '../../model/reason.ts';
import { rebase } from '../../model/rebase.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi, useServices } from '../../state/services.ts';

interface Props {
  readonly operationCase: CaseWithHistory;
  readonly onClose: () => void;
  readonly onDone: (version: number) => void;
}

export function HandlingDialog({ operationCase, onClose, onDone }: Props) {
  const { session } = useServices();
  const form = useHandling(operationCase, onDone);
  const field = (name: keyof HandlingDraft) => ({
    id: `handling-${name}`,
    label: handlingLabels[name],
    value: form.draft[name],
    message: form.refused(name),
    ...(form.moved.includes(name) ? { hint: 'Another person changed this field.' } : {}),
    onInput: (value: string) => form.change(name, value),
  });
  const me = session.current.value?.name ?? '';
  return (
    <FormDialog
      title="Change the handling"
      submit="Save the change"
      wide
      busy={form.busy}
      disabled={form.unchanged}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      {form.moved.length > 0 && (
        <FasterNotice>
          <p>The case was changed in the meantime. What you typed is kept; check it and save again.</p>
        </FasterNotice>
      )}
      <div class="form__group">
        <SelectField {...field('assigned_team')} options={useOptions('assigned_teams', form.base.assigned_team)} />
        <SelectField {...field('priority')} options={useOptions('priorities', form.base.priority)} />
        <div class="with-button">
          <TextField {...field('assignee')} optional />
          <Button onClick={() => form.change('assignee', me)} disabled={form.draft.assignee === me}>
            Assign to me
          </Button>
        </div>
        <LocalTimeField {...field('due_at')} hint={dueHint(form)} />
      </div>
      <ReasonField id="handling-reason" of={form} />
    </FormDialog>
  );
}

const dueHint = ({ base, draft }: { readonly base: HandlingDraft; readonly draft: HandlingDraft }): string =>
  draft.priority !== base.priority && draft.due_at === base.due_at
    ? 'Moves with the new priority unless you set it.'
    : 'In your time zone.';

/** Offered values, plus the current value of the case even if it is no longer offered. */
function useOptions(kind: ReferenceKind, current: string) {
  const { reference } = useServices();
  return (reference.value?.[kind] ?? [])
    .filter(({ code, status }) => status === 'active' || code === current)
    .map((value) => ({ ...value, label: labelOf(value) }));
}

function useHandling(operationCase: OperationCase, onDone: (version: number) => void) {
  const { api: hub, flash } = useServices();
  const api = useApi(createCasesApi);
  const caseId = operationCase.operation_case_id;
  /** The case as the person sees it. */
  const seen = useSignal({ version: operationCase.version, base: handlingOf(operationCase) });
  const draft = useSignal(seen.peek().base);
  const moved = useSignal<readonly (keyof HandlingDraft)[]>([]);
  const { version, base } = seen.value;
  const changes = handlingChanges(base, draft.value);
  const follow = async (refusal: Problem): Promise<Problem | null> => {
    if (refusal.status !== 412) return refusal;
    const now = await hub.caseOf(caseId);
    if (!now.ok) return now.problem;
    const rebased = rebase(draft.value, base, handlingOf(now.value));
    seen.value = { version: now.value.version, base: handlingOf(now.value) };
    draft.value = rebased.draft;
    moved.value = rebased.moved;
    return null;
  };
  const form = useReasoned({
    intent: { changes, version },
    send: (change_reason, key) => api.change(caseId, { ...changes, change_reason }, version, key),
    onRefused: follow,
    onDone: (changed) => {
      flash.say('The handling was changed.');
      onDone(changed.version);
    },
  });
  return {
    ...form,
    base,
    draft: draft.value,
    moved: moved.value,
    unchanged: Object.keys(changes).length === 0,
    refused: (name: string) => {
      const error = form.problem?.errors.find(({ pointer }) => pointer === `#/${name}`);
      return error === undefined ? undefined : sentence(error.detail);
    },
    change: (name: keyof HandlingDraft, value: string) => {
      draft.value = { ...draft.value, [name]: value };
    },
  };
}
