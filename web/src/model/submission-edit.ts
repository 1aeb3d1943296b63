// Edits a submission before the sync worker processes it: whether it is possible, and the changes. Pure.
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import type { Submission, SubmissionEdit } from '../../../shared/contracts/intake.ts';
import type { Role } from '../../../shared/contracts/values/permissions.ts';
import { lacking } from '../auth/permission.ts';
import { claimsOf } from '../auth/token.ts';

/** In the order of the dialog. */
export const editableFields = [
  'requester_name',
  'requester_email',
  'request_type',
  'priority',
  'assigned_team',
  'request_description',
] as const satisfies readonly (keyof SubmissionEdit)[];
export type EditableField = (typeof editableFields)[number];
export type EditDraft = Readonly<Record<EditableField, string>>;

/** Reason why a submission can be neither edited nor withdrawn; null when it can. The API decides. */
export function whyUnchangeable(row: LifecycleRecord, submission: Submission): string | null {
  if (submission.submission_status === 'withdrawn') return 'The request was withdrawn, which is final.';
  if (submission.erased_at !== null) return 'The requester’s data were erased.';
  if (row.operation_case !== null) return 'Its case exists already: change the case instead.';
  if (row.event.event_status === 'completed') return 'The request was processed already.';
  if (row.event.event_status === 'dead_lettered') return 'Its event is parked; an operator decides about it first.';
  return null;
}

/** Properties of the signed-in person that decide. */
interface Reader {
  readonly role: Role;
  readonly accessToken: string;
}

/** Reason why this person can neither edit nor withdraw: missing permission, state, or another owner. */
export const whyNoChange = (reader: Reader, row: LifecycleRecord, submission: Submission): string | null =>
  lacking(reader.role, 'submission:edit') ?? whyUnchangeable(row, submission) ?? whyNotYours(reader, submission);

/**
 * The API identifies the owner by the token's subject, because names are not unique. Submissions older than the subject
 * attribute have no owner.
 */
function whyNotYours({ role, accessToken }: Reader, { created_by_id }: Submission): string | null {
  const claims = claimsOf(accessToken);
  // The API may accept a token that the console cannot read.
  if (claims === null || claims['sub'] === created_by_id) return null;
  return lacking(role, 'submission:edit-any');
}

export const draftOf = (submission: Submission): EditDraft =>
  Object.fromEntries(editableFields.map((field) => [field, submission[field]])) as EditDraft;

/** Changed fields, trimmed like in the API; empty without changes. */
export function changesOf(base: EditDraft, draft: EditDraft): SubmissionEdit {
  return Object.fromEntries(
    editableFields.flatMap((field) => {
      const value = draft[field].trim();
      return value === base[field] ? [] : [[field, value]];
    }),
  );
}
