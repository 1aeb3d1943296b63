// Answers that are kept for `Idempotency-Key` may hold a requester's data: what was erased since is not given again.
import type { Submission } from '../../contracts/intake.ts';
import { erased } from '../../core/intake/submission-changes.ts';

/** What it takes to look whether a submission was erased. */
export interface ErasedReplayDeps {
  readonly intake: { submission(submissionId: string): Promise<Submission | undefined> };
}

/** @throws HubError `SUBMISSION.ERASED` (409) when the requester's data of this submission were erased. */
export async function refuseErased(submissionId: unknown, { intake }: ErasedReplayDeps): Promise<void> {
  const submission = await intake.submission(String(submissionId));
  if (typeof submission?.erased_at === 'string') throw erased(submission);
}
