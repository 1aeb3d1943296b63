// The intake form's rules: the same as the API's, so that a person hears of a mistake before sending. Pure.
import type { SubmissionBody } from '../../../shared/contracts/intake.ts';
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';
import { formatCount } from './labels.ts';

export type SubmissionField = keyof SubmissionBody;
/** Values as typed; selects start empty. */
export type SubmissionDraft = Readonly<Record<SubmissionField, string>>;
export type FieldMessages = Readonly<Partial<Record<SubmissionField, string>>>;

export interface ReferenceLists {
  readonly request_types: readonly ReferenceValue[];
  readonly priorities: readonly ReferenceValue[];
  readonly assigned_teams: readonly ReferenceValue[];
  readonly intake_methods: readonly ReferenceValue[];
}

/** In the order of the form, so that the first mistake is the first field. */
export const submissionFields = [
  'requester_name',
  'requester_email',
  'request_type',
  'priority',
  'assigned_team',
  'intake_method',
  'request_description',
] as const satisfies readonly SubmissionField[];

export const fieldLabels: Readonly<Record<SubmissionField, string>> = {
  requester_name: 'Name',
  requester_email: 'E-mail address',
  request_type: 'Type of request',
  priority: 'Priority',
  assigned_team: 'Team',
  intake_method: 'How it reached us',
  request_description: 'Description',
};

export const maxLengths = { requester_name: 200, requester_email: 254, request_description: 4000 } as const;

export const emptyDraft: SubmissionDraft = {
  intake_method: 'manual_form',
  requester_name: '',
  requester_email: '',
  request_description: '',
  request_type: '',
  priority: 'medium',
  assigned_team: '',
};

// Local part, one @, and a domain with at least one dot; the API has the last word.
const emailPattern = /^[^\s@<>()",;:]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** Messages by field; empty when the draft can be sent. */
export function draftProblems(draft: SubmissionDraft, reference: ReferenceLists | undefined): FieldMessages {
  const messages: Partial<Record<SubmissionField, string>> = {};
  for (const field of submissionFields) {
    const message = fieldProblem(field, draft[field], reference);
    if (message !== null) messages[field] = message;
  }
  return messages;
}

function fieldProblem(field: SubmissionField, value: string, reference: ReferenceLists | undefined): string | null {
  switch (field) {
    case 'requester_name':
      return textProblem(value, maxLengths.requester_name, 'Enter the name of the person who asks.');
    case 'requester_email':
      return emailProblem(value.trim());
    case 'request_description':
      return textProblem(value, maxLengths.request_description, 'Describe what is asked for.');
    case 'request_type':
      return choiceProblem(value, reference?.request_types, 'Choose the type of request.');
    case 'priority':
      return choiceProblem(value, reference?.priorities, 'Choose a priority.');
    case 'assigned_team':
      return choiceProblem(value, reference?.assigned_teams, 'Choose the team that handles it.');
    case 'intake_method':
      return choiceProblem(value, reference?.intake_methods, 'Choose how the request reached us.');
  }
}

function textProblem(value: string, max: number, whenEmpty: string): string | null {
  const length = value.trim().length;
  if (length === 0) return whenEmpty;
  if (length > max) return `At most ${formatCount(max)} characters; this has ${formatCount(length)}.`;
  return controlCharacters.test(value) ? 'Remove the invisible control characters.' : null;
}

function emailProblem(value: string): string | null {
  if (value === '') return 'Enter an e-mail address.';
  if (value.length > maxLengths.requester_email) return `At most ${maxLengths.requester_email} characters.`;
  return emailPattern.test(value) ? null : 'Enter an e-mail address such as name@example.test.';
}

function choiceProblem(value: string, values: readonly ReferenceValue[] | undefined, message: string): string | null {
  if (value === '') return message;
  return values === undefined || values.some((known) => known.code === value) ? null : message;
}

/** The body to send: trimmed as the API would. Call it only when `draftProblems` is empty. */
export function bodyOf(draft: SubmissionDraft): SubmissionBody {
  const trimmed = Object.fromEntries(submissionFields.map((field) => [field, draft[field].trim()]));
  return trimmed as unknown as SubmissionBody;
}

/** Puts what the API refused (by JSON pointer) beside the fields; the rest is left for the form's summary. */
export function messagesByField(errors: readonly { readonly pointer: string; readonly detail: string }[]): {
  readonly fields: FieldMessages;
  readonly others: readonly string[];
} {
  const fields: Partial<Record<SubmissionField, string>> = {};
  const others: string[] = [];
  for (const { pointer, detail } of errors) {
    const field = submissionFields.find((name) => pointer === `#/${name}` || pointer.startsWith(`#/${name}/`));
    if (field === undefined) others.push(`${pointer}: ${detail}`);
    else fields[field] ??= sentence(detail);
  }
  return { fields, others };
}

/** API messages are lower case without a full stop. */
const sentence = (detail: string): string => {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};
