// The intake form: requester, handling, description and one supporting document.
import { textLimits } from '../../../../shared/contracts/values/text-limits.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { SelectField, TextArea, TextField } from '../../components/field.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNotice } from '../../components/states.tsx';
import { acceptedExtensions, acceptedWords, formatSize, typeWords } from '../../model/document-file.ts';
import { formatCount, labelOf } from '../../model/labels.ts';
import { lengthOf } from '../../model/reason.ts';
import {
  fieldLabels,
  messagesByField,
  type ReferenceLists,
  type SubmissionField,
  usable,
} from '../../model/submission-form.ts';
import { useServices } from '../../state/services.ts';
import type { CheckedFile } from '../../state/upload-desk.ts';
import { type Submitted, useSubmissionForm } from './use-submission-form.ts';

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
    message: form.marks.fields[name],
    disabled: locked,
    onInput: (value: string) => form.change(name, value),
  });
  const choice = (name: SubmissionField, list: keyof ReferenceLists) => {
    const options = usable(reference[list]).map((value) => ({ ...value, label: labelOf(value) }));
    const known = options.some(({ code }) => code === form.draft[name]);
    return { ...field(name), value: known ? form.draft[name] : '', options };
  };
  return (
    <form
      class="card form"
      noValidate
      ref={form.element}
      onSubmit={(event) => {
        event.preventDefault();
        form.send();
      }}
    >
      {form.problem !== null && <RefusedNotice problem={form.problem} />}
      <fieldset class="form__group">
        <legend>Requester</legend>
        <TextField {...field('requester_name')} />
        <TextField {...field('requester_email')} type="email" />
      </fieldset>
      <fieldset class="form__group">
        <legend>Handling</legend>
        <SelectField {...choice('request_type', 'request_types')} />
        <SelectField {...choice('priority', 'priorities')} />
        <SelectField {...choice('assigned_team', 'assigned_teams')} />
        <SelectField {...choice('intake_method', 'intake_methods')} />
      </fieldset>
      <fieldset class="form__group form__group--single">
        <legend>Request</legend>
        <TextArea {...field('request_description')} rows={6} hint={lengthHint(form.draft.request_description)} />
        <DocumentChoice
          file={form.file}
          message={form.marks.document}
          locked={locked}
          onChoose={form.choose}
          onForget={form.forgetFile}
        />
      </fieldset>
      <div class="form__actions">
        <Button type="submit" kind="primary" disabled={locked} busy={form.busy}>
          {form.busy ? 'Sending…' : 'Submit request'}
        </Button>
        <Button kind="quiet" disabled={locked || form.busy} onClick={form.clear}>
          Clear the form
        </Button>
      </div>
    </form>
  );
}

const lengthHint = (text: string): string =>
  `${formatCount(lengthOf(text.trim()))} of ${formatCount(textLimits.description)} characters`;

function RefusedNotice({ problem }: { problem: Problem }) {
  const { others } = messagesByField(problem.errors);
  const detail = [problem.detail, ...others].filter((text) => text !== '').join(' · ');
  // Omits problems that the fields already show.
  return <ProblemNotice problem={{ ...problem, detail, errors: [] }} />;
}

interface DocumentChoiceProps {
  readonly file: CheckedFile | null;
  readonly message: string | undefined;
  readonly locked: boolean;
  readonly onChoose: (file: File) => void;
  readonly onForget: () => void;
}

function DocumentChoice({ file, message, locked, onChoose, onForget }: DocumentChoiceProps) {
  const { config } = useServices();
  return (
    <div class="document-choice">
      <FileDrop
        id="document"
        label={file === null ? 'Add a supporting document' : 'Choose another document'}
        hint={`Optional. Drop one file here or choose it: ${acceptedWords}, at most ${formatSize(config.documentLimitBytes)}.`}
        accept={acceptedExtensions}
        message={message}
        disabled={locked}
        onFile={onChoose}
      />
      {message !== undefined && (
        <div>
          <Button kind="quiet" onClick={onForget}>
            Continue without a document
          </Button>
        </div>
      )}
      <div role="status">
        {file !== null && (
          <p class="chosen-file">
            <Icon name={file.contentType.startsWith('image/') ? 'image' : 'file'} />
            <span class="chosen-file__name">
              <bdi>{file.file.name}</bdi>
              <span class="quiet">
                {' '}
                · {typeWords(file.contentType)}, {formatSize(file.file.size)}
              </span>
            </span>
            <button
              type="button"
              class="icon-button icon-button--small"
              aria-label="Remove the document"
              title="Remove the document"
              onClick={onForget}
            >
              <Icon name="cross" />
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
