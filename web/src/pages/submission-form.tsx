// The form itself: checks before sending, puts what the API refuses beside the fields, and sends one intention once.
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { SubmissionAccepted, SubmissionBody } from '../../../shared/contracts/intake.ts';
import { createKeyring } from '../api/idempotency-key.ts';
import type { Problem } from '../api/problem.ts';
import { Button } from '../components/button.tsx';
import { SelectField, TextArea, TextField } from '../components/field.tsx';
import { ProblemNotice } from '../components/states.tsx';
import { formatCount } from '../model/labels.ts';
import {
  bodyOf,
  draftProblems,
  emptyDraft,
  type FieldMessages,
  fieldLabels,
  maxLengths,
  messagesByField,
  type ReferenceLists,
  type SubmissionField,
  submissionFields,
} from '../model/submission-form.ts';
import { useServices } from '../state/services.ts';

export interface Submitted {
  readonly accepted: SubmissionAccepted;
  readonly body: SubmissionBody;
}

interface FormProps {
  readonly reference: ReferenceLists;
  readonly locked: boolean;
  readonly onSubmitted: (submitted: Submitted) => void;
}

export function SubmissionForm({ reference, locked, onSubmitted }: FormProps) {
  const form = useSubmissionForm(reference, onSubmitted);
  const field = (name: SubmissionField) => ({
    id: name,
    label: fieldLabels[name],
    value: form.draft[name],
    message: form.messages[name],
    disabled: locked,
    onInput: (value: string) => form.change(name, value),
  });
  return (
    <form
      class="card form"
      noValidate
      ref={form.element}
      onSubmit={(event) => {
        event.preventDefault();
        void form.send();
      }}
    >
      {form.problem !== null && <RefusedNotice problem={form.problem} />}
      <fieldset class="form__group">
        <legend>Who asks</legend>
        <TextField {...field('requester_name')} />
        <TextField {...field('requester_email')} type="email" />
      </fieldset>
      <fieldset class="form__group">
        <legend>How it is handled</legend>
        <SelectField {...field('request_type')} options={reference.request_types} />
        <SelectField {...field('priority')} options={reference.priorities} />
        <SelectField {...field('assigned_team')} options={reference.assigned_teams} />
        <SelectField {...field('intake_method')} options={reference.intake_methods} />
      </fieldset>
      <fieldset class="form__group form__group--single">
        <legend>What is asked for</legend>
        <TextArea {...field('request_description')} rows={6} hint={lengthHint(form.draft.request_description)} />
      </fieldset>
      <div class="form__actions">
        <Button type="submit" kind="primary" disabled={locked} busy={form.busy}>
          {form.busy ? 'Sending…' : 'Submit request'}
        </Button>
        <Button kind="quiet" disabled={locked} onClick={form.clear}>
          Clear the form
        </Button>
      </div>
    </form>
  );
}

const lengthHint = (text: string): string =>
  `${formatCount(text.length)} of ${formatCount(maxLengths.request_description)} characters`;

function RefusedNotice({ problem }: { problem: Problem }) {
  const { others } = messagesByField(problem.errors);
  const detail = [problem.detail, ...others].filter((text) => text !== '').join(' · ');
  return <ProblemNotice problem={{ ...problem, detail }} />;
}

function useSubmissionForm(reference: ReferenceLists, onSubmitted: (submitted: Submitted) => void) {
  const { api, draft } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const element = useRef<HTMLFormElement>(null);
  const messages = useSignal<FieldMessages>({});
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const firstWrong = useComputed(() => submissionFields.find((name) => messages.value[name] !== undefined));
  /** Counts attempts, so that the focus moves to the first mistake after each and never while somebody types. */
  const attempts = useSignal(0);

  useEffect(() => {
    if (firstWrong.peek() !== undefined) element.current?.querySelector<HTMLElement>(`#${firstWrong.peek()}`)?.focus();
  }, [attempts.value]);

  const send = async () => {
    if (busy.value) return;
    problem.value = null;
    messages.value = draftProblems(draft.value, reference);
    if (firstWrong.value === undefined) await deliver();
    attempts.value += 1;
  };
  const deliver = async () => {
    const body = bodyOf(draft.value);
    busy.value = true;
    const result = await api.submit(body, keyring.keyFor(body));
    busy.value = false;
    if (!result.ok) {
      problem.value = result.problem;
      messages.value = messagesByField(result.problem.errors).fields;
      return;
    }
    keyring.done();
    draft.value = emptyDraft;
    onSubmitted({ accepted: result.value, body });
  };
  const change = (name: SubmissionField, value: string) => {
    draft.value = { ...draft.value, [name]: value };
    const { [name]: _settled, ...others } = messages.value;
    messages.value = others;
  };
  const clear = () => {
    draft.value = emptyDraft;
    messages.value = {};
    problem.value = null;
  };
  return {
    draft: draft.value,
    messages: messages.value,
    problem: problem.value,
    busy: busy.value,
    element,
    send,
    change,
    clear,
  };
}
