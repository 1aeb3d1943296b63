// Editing a request before it is picked up: whether it can be, and what was changed. Pure.
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

/** Why a request can neither be edited nor withdrawn; null when it can. The API decides, this explains beforehand. */
export function whyUnchangeable(record: LifecycleRecord, submission: Submission): string | null {
  if (submission.submission_status === 'withdrawn') return 'The request was withdrawn, which is final.';
  if (submission.erased_at !== null) return 'The requester’s data were erased.';
  if (record.operation_case !== null) return 'Its case exists already: change the case instead.';
  if (record.event.event_status === 'completed') return 'The request was picked up already.';
  if (record.event.event_status === 'dead_lettered') return 'Its event is parked; an operator decides about it first.';
  return null;
}

/** Who is signed in, as far as it decides. */
interface Reader {
  readonly role: Role;
  readonly accessToken: string;
}

/** Why this reader can neither edit nor withdraw a request: for want of a right, as it is, or because it is another's. */
export const whyNoChange = (reader: Reader, record: LifecycleRecord, submission: Submission): string | null =>
  lacking(reader.role, 'submission:edit') ?? whyUnchangeable(record, submission) ?? whyNotYours(reader, submission);

/**
 * The API knows who entered a request by the token's subject: names may be shared, and requests of before subjects were
 * kept are nobody's own.
 */
function whyNotYours({ role, accessToken }: Reader, { created_by_id }: Submission): string | null {
  const claims = claimsOf(accessToken);
  // A token that says nothing here may still say something to the API.
  if (claims === null || claims['sub'] === created_by_id) return null;
  return lacking(role, 'submission:edit-any');
}

export const draftOf = (submission: Submission): EditDraft =>
  Object.fromEntries(editableFields.map((field) => [field, submission[field]])) as EditDraft;

/** The fields that differ, trimmed as the API would; empty when nothing does. */
export function changesOf(base: EditDraft, draft: EditDraft): SubmissionEdit {
  return Object.fromEntries(
    editableFields.flatMap((field) => {
      const value = draft[field].trim();
      return value === base[field] ? [] : [[field, value]];
    }),
  );
}
