// What is told to other boundaries when a request comes in: no personal data, and when its case is due.
import type { EventData } from '../../contracts/events/catalogue.ts';
import type { Submission } from '../../contracts/intake.ts';
import { dueAt } from '../operations/due-dates.ts';
import type { Catalogue } from '../reference-data/reference-catalogue.ts';

/** Data of the `RequestCreated` event of a submission; it is due as its priority says, counted from its acceptance. */
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
