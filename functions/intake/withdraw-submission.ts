// Withdraws a submission that sync has not processed yet: it settles the pending event, so the submission gets no case.
import type { Submission } from '../../shared/contracts/intake.ts';
import { withdrawnSubmission } from '../../shared/core/intake/submission-changes.ts';
import { type ChangeSubmission, type ChangeSubmissionDeps, changeSubmission, skipped } from './change-submission.ts';

export async function withdrawSubmission(
  input: ChangeSubmission & { readonly reason: string },
  deps: ChangeSubmissionDeps,
): Promise<Submission> {
  return changeSubmission(input, deps, ({ submission }) => {
    const at = deps.now().toISOString();
    return {
      kind: 'withdrawn',
      submission: withdrawnSubmission(submission, input.changedBy.name, input.reason, at),
      fields: ['submission_status'],
      sync: skipped('the submission was withdrawn before sync processed it', at, deps),
      event: undefined,
    };
  });
}
