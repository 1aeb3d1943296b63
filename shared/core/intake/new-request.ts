// Data of the event of a new request: no personal data, and the due date of its case.
import type { EventData } from '../../contracts/events/catalogue.ts';
import type { Submission } from '../../contracts/intake.ts';
import { dueAt } from '../operations/due-dates.ts';
import type { Catalogue } from '../reference-data/reference-catalogue.ts';

/** Data of the `RequestCreated` event; the due date counts from the acceptance, by the priority. */
export function requestCreatedData(submission: Submission, catalogue: Catalogue): EventData<'RequestCreated'> {
  const { submission_id, request_number, request_type, priority, assigned_team, reopens_case_id } = submission;
  return {
    submission_id,
    request_number,
    request_type,
    priority,
    assigned_team,
    due_at: dueAt(submission.created_at, priority, catalogue),
    ...(reopens_case_id === null ? {} : { reopens_case_id }),
  };
}
