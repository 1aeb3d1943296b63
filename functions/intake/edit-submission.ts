// Edits a submission that sync has not processed yet: a new event with the new values replaces the pending one.
import { makeId } from '../../shared/contracts/ids.ts';
import type { Submission, SubmissionEdit } from '../../shared/contracts/intake.ts';
import { requestCreatedData } from '../../shared/core/intake/new-request.ts';
import { type Edited, edited } from '../../shared/core/intake/submission-changes.ts';
import type { Catalogue, CodedField } from '../../shared/core/reference-data/reference-catalogue.ts';
import { type ChangeSubmission, type ChangeSubmissionDeps, changeSubmission, skipped } from './change-submission.ts';
import { refuseUnknownCodes } from './known-codes.ts';

export interface EditSubmissionDeps extends ChangeSubmissionDeps {
  readonly catalogue: () => Promise<Catalogue>;
  readonly newUlid: () => string;
}

export async function editSubmission(
  input: ChangeSubmission & { readonly edit: SubmissionEdit },
  deps: EditSubmissionDeps,
): Promise<Submission> {
  const catalogue = await deps.catalogue();
  return changeSubmission(input, deps, ({ submission: before, event }) => {
    const at = deps.now().toISOString();
    const { submission, fields } = edited(before, input.edit, at);
    if (fields.length === 0) return undefined;
    refuseUnknownCodes(changedCodes(submission, fields), catalogue, at);
    const eventId = makeId('event', deps.newUlid());
    return {
      kind: 'edited',
      submission,
      fields,
      sync: skipped(`replaced by ${eventId}: the submission was edited before sync processed it`, at, deps),
      event: {
        eventId,
        correlationId: submission.correlation_id,
        eventType: 'RequestCreated',
        sourceSystem: 'intake',
        subject: submission.submission_id,
        causationId: event.list_sk,
        traceparent: input.traceparent,
        createdAt: at,
        data: requestCreatedData(submission, catalogue),
        // Settling increases the old event's version by 1, and read model rows show the highest version.
        version: event.version + 2,
      },
    };
  });
}

/** Checks changed codes only, because an unchanged code may be retired since. */
function changedCodes(submission: Submission, fields: Edited['fields']): Partial<Record<CodedField, string>> {
  const coded = (['request_type', 'priority', 'assigned_team'] as const).filter((name) => fields.includes(name));
  return Object.fromEntries(coded.map((name) => [name, submission[name]]));
}
