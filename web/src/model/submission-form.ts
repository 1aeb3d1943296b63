// Validates the intake form by the API's rules, so that a person sees mistakes before sending. Pure.

import type { SubmissionFields } from '../../../shared/contracts/intake.ts';
import type { ReferenceKind, ReferenceValue } from '../../../shared/contracts/reference.ts';
import { textLimits } from '../../../shared/contracts/values/text-limits.ts';
import { isAboutDocument } from './document-file.ts';
import { lineProblem, sentence, textProblem } from './reason.ts';

export type SubmissionField = keyof SubmissionFields;
/** Typed values; selects start empty. */
export type SubmissionDraft = Readonly<Record<SubmissionField, string>>;
export type FieldMessages = Readonly<Partial<Record<SubmissionField, string>>>;

export type ReferenceLists = Readonly<Record<ReferenceKind, readonly ReferenceValue[]>>;

/** Values that a new submission may name; scheduled and retired ones exist for older submissions. */
export const usable = (values: readonly ReferenceValue[]): readonly ReferenceValue[] =>
  values.filter(({ status }) => status === 'active');

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

export const emptyDraft: SubmissionDraft = {
  intake_method: 'manual_form',
  requester_name: '',
  requester_email: '',
  request_description: '',
  request_type: '',
  priority: 'medium',
  assigned_team: '',
};

// Words separated by single dots, one @, and a domain with at least one dot, as in the API.
const emailPattern = /^(?:[\w'+-]+\.)*[\w'+-]*[\w+-]@(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i;

/** Messages by field; empty when the draft is valid. */
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
      return lineProblem(value, textLimits.requesterName, 'Enter the name of the requester.');
    case 'requester_email':
      return emailProblem(value.trim());
    case 'request_description':
      return textProblem(value, textLimits.description, 'Describe the request.');
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

/** Validates an e-mail address; returns the problem or null. */
export function emailProblem(value: string): string | null {
  if (value === '') return 'Enter an e-mail address.';
  if (value.length > textLimits.email) return `At most ${textLimits.email} characters.`;
  if (value.indexOf('@') > textLimits.emailLocalPart)
    return `At most ${textLimits.emailLocalPart} characters before the @.`;
  return emailPattern.test(value) ? null : 'Enter an e-mail address such as name@example.test.';
}

function choiceProblem(value: string, values: readonly ReferenceValue[] | undefined, message: string): string | null {
  if (value === '') return message;
  return values === undefined || usable(values).some((known) => known.code === value) ? null : message;
}

/** Fields to send, trimmed like in the API. Call it only when `draftProblems` is empty. */
export function fieldsOf(draft: SubmissionDraft): SubmissionFields {
  const trimmed = Object.fromEntries(submissionFields.map((field) => [field, draft[field].trim()]));
  return trimmed as unknown as SubmissionFields;
}

/** Assigns the API's refusals (by JSON pointer) to the fields; the form's summary shows the others. */
export function messagesByField(errors: readonly { readonly pointer: string; readonly detail: string }[]): {
  readonly fields: FieldMessages;
  readonly others: readonly string[];
} {
  const fields: Partial<Record<SubmissionField, string>> = {};
  const others: string[] = [];
  for (const { pointer, detail } of errors) {
    const field = submissionFields.find((name) => pointer === `#/${name}` || pointer.startsWith(`#/${name}/`));
    if (field !== undefined) fields[field] ??= sentence(detail);
    else if (!isAboutDocument(pointer)) others.push(`${pointer}: ${detail}`);
  }
  return { fields, others };
}
