// State and steps of the intake form: validates, sends with one idempotency key, and assigns refusals to the fields.
import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DocumentDeclaration } from '../../../../shared/contracts/document.ts';
import type { SubmissionAccepted, SubmissionFields } from '../../../../shared/contracts/intake.ts';
import type { Problem } from '../../api/problem.ts';
import { declareFile } from '../../model/declare-file.ts';
import { decideFile, declarationMessage } from '../../model/document-file.ts';
import {
  draftProblems,
  type FieldMessages,
  fieldsOf,
  messagesByField,
  type ReferenceLists,
  type SubmissionField,
  submissionFields,
} from '../../model/submission-form.ts';
import { useServices } from '../../state/services.ts';
import type { CheckedFile } from '../../state/upload-desk.ts';
import { useUploadDesk } from '../../state/use-upload-desk.ts';

export interface Submitted {
  readonly accepted: SubmissionAccepted;
  readonly fields: SubmissionFields;
}

export interface Marks {
  readonly fields: FieldMessages;
  readonly document: string | undefined;
}

const noMarks: Marks = { fields: {}, document: undefined };
const fileInput = 'document';

export function useSubmissionForm(reference: ReferenceLists, onSubmitted: (submitted: Submitted) => void) {
  const { intake } = useServices();
  const { fields: draft, file: draftFile } = intake;
  const marks = useSignal(noMarks);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const { element, attempted } = useFirstMistake(marks);
  const document = useChosenDocument(marks);
  const empty = () => {
    intake.clear();
    marks.value = noMarks;
    problem.value = null;
  };
  const deliver = useDelivery(marks, problem, (submitted) => {
    empty();
    onSubmitted(submitted);
  });
  const send = async () => {
    if (busy.value) return;
    problem.value = null;
    marks.value = { ...marks.value, fields: draftProblems(draft.value, reference) };
    busy.value = true;
    if (isClean(marks.value)) await deliver();
    busy.value = false;
    attempted();
  };
  return {
    draft: draft.value,
    file: draftFile.value,
    marks: marks.value,
    problem: problem.value,
    busy: busy.value,
    element,
    send: () => void send(),
    clear: empty,
    ...document,
    change: (name: SubmissionField, value: string) => {
      draft.value = { ...draft.value, [name]: value };
      const { [name]: _settled, ...others } = marks.value.fields;
      marks.value = { ...marks.value, fields: others };
    },
  };
}

/** Sends the form once and passes its document to the upload desk. */
function useDelivery(
  marks: Signal<Marks>,
  problem: Signal<Problem | null>,
  onAccepted: (submitted: Submitted) => void,
): () => Promise<void> {
  const { api, intake } = useServices();
  const { adopt } = useUploadDesk();
  return async () => {
    const fields = fieldsOf(intake.fields.value);
    const chosen = intake.file.value;
    const declared = chosen === null ? null : await declarationOf(chosen, marks);
    if (declared === 'unreadable') return;
    const body = declared === null ? fields : { ...fields, document: declared };
    const result = await api.submit(body, intake.keyring.keyFor(body));
    if (!result.ok) {
      problem.value = result.problem;
      const { errors } = result.problem;
      marks.value = { fields: messagesByField(errors).fields, document: declarationMessage(errors) ?? undefined };
      return;
    }
    intake.keyring.done();
    const { submission_id, document } = result.value;
    if (document !== undefined && chosen !== null && declared !== null) {
      adopt(submission_id, chosen, declared, document);
    }
    onAccepted({ accepted: result.value, fields });
  };
}

async function declarationOf(chosen: CheckedFile, marks: Signal<Marks>): Promise<DocumentDeclaration | 'unreadable'> {
  try {
    return await declareFile(chosen.file, chosen.contentType);
  } catch (error) {
    marks.value = { ...marks.value, document: error instanceof Error ? error.message : String(error) };
    return 'unreadable';
  }
}

function useChosenDocument(marks: Signal<Marks>) {
  const { config, intake } = useServices();
  return {
    choose: (file: File) => {
      const decision = decideFile(file, config.documentLimitBytes);
      const refused = decision.kind === 'refused' ? decision.message : undefined;
      intake.file.value = decision.kind === 'refused' ? null : { file, contentType: decision.contentType };
      marks.value = { ...marks.value, document: refused };
    },
    forgetFile: () => {
      intake.file.value = null;
      marks.value = { ...marks.value, document: undefined };
    },
  };
}

const isClean = ({ fields, document }: Marks): boolean =>
  document === undefined && Object.values(fields).every((message) => message === undefined);

/** Moves the focus to the first mistake after each attempt, and never while the person types. */
function useFirstMistake(marks: { readonly value: Marks }) {
  const element = useRef<HTMLFormElement>(null);
  const attempts = useSignal(0);
  const first = useComputed(
    () =>
      submissionFields.find((name) => marks.value.fields[name] !== undefined) ??
      (marks.value.document === undefined ? undefined : fileInput),
  );
  useEffect(() => {
    if (first.peek() !== undefined) element.current?.querySelector<HTMLElement>(`#${first.peek()}`)?.focus();
  }, [attempts.value]);
  return {
    element,
    attempted: () => {
      attempts.value += 1;
    },
  };
}
