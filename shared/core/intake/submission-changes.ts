// Rules of editing and withdrawing a submission, which are allowed until sync has processed it.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { Submission, SubmissionEdit } from '../../contracts/intake.ts';
import type { EventStatus } from '../../contracts/integration-event.ts';
import { HubError } from '../../errors/hub-error.ts';

/** The reason why the submission cannot be edited or withdrawn; undefined when it can. */
export function changeRefusal(submission: Submission, eventStatus: EventStatus | undefined): HubError | undefined {
  if (submission.erased_at !== null) return erased(submission);
  if (submission.submission_status === 'withdrawn') return withdrawn(submission);
  if (eventStatus === 'pending') return undefined;
  return eventStatus === 'dead_lettered' ? parked(submission) : pickedUp(submission);
}

/** The refusal of changes and additions to an erased submission. */
export function erased(submission: Pick<Submission, 'submission_id' | 'erased_at'>): HubError {
  return conflict(
    'SUBMISSION.ERASED',
    `the requester's data of ${submission.submission_id} were erased${submission.erased_at === null ? '' : ` at ${submission.erased_at}`}; nothing can be added to it`,
  );
}

const withdrawn = ({ submission_id, withdrawn_at }: Submission): HubError =>
  conflict(
    'SUBMISSION.WITHDRAWN',
    `${submission_id} was withdrawn at ${withdrawn_at ?? 'an earlier time'}; submit a new one`,
  );

const parked = ({ submission_id }: Submission): HubError =>
  conflict(
    'SUBMISSION.PARKED',
    `the event of ${submission_id} failed and is parked as a dead letter; it can be changed again when an operator has redriven it; submit a new one if the letter was dismissed`,
  );

function pickedUp({ submission_id }: Submission): HubError {
  const caseId = makeId('case', ulidOf(submission_id));
  return conflict(
    'SUBMISSION.PICKED_UP',
    `${submission_id} was processed and is ${caseId}; change the case instead, reject it, or comment on it`,
    { operation_case_id: caseId, links: { operation_case: `/operational/cases/${caseId}` } },
  );
}

const conflict = (code: string, message: string, details: Readonly<Record<string, unknown>> = {}): HubError =>
  new HubError({ kind: 'conflict', code, message, details });

export interface Edited {
  readonly submission: Submission;
  /** Names of the changed fields; empty when the edit changes nothing. */
  readonly fields: readonly (keyof SubmissionEdit)[];
}

/** The submission with the edit applied, one version later. @param at ISO 8601 instant */
export function edited(current: Submission, edit: SubmissionEdit, at: string): Edited {
  const names = Object.keys(edit) as (keyof SubmissionEdit)[];
  const fields = names.filter((name) => edit[name] !== undefined && edit[name] !== current[name]);
  const changes = Object.fromEntries(fields.map((name) => [name, edit[name]]));
  return { submission: { ...current, ...changes, version: current.version + 1, updated_at: at }, fields };
}

/** The withdrawn submission, one version later. */
export function withdrawnSubmission(current: Submission, by: string, reason: string, at: string): Submission {
  return {
    ...current,
    submission_status: 'withdrawn',
    version: current.version + 1,
    updated_at: at,
    withdrawn_at: at,
    withdrawn_by: by,
    withdraw_reason: reason,
  };
}
