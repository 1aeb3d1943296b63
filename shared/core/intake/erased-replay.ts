// Refuses to replay a stored answer for an `Idempotency-Key` when the requester's data have been erased since.
import type { Submission } from '../../contracts/intake.ts';
import { erased } from './submission-changes.ts';

/** Reads the submission, which says when its data were erased. */
export interface ErasedReplayDeps {
  readonly intake: { submission(submissionId: string): Promise<Submission | undefined> };
}

/** @throws HubError `SUBMISSION.ERASED` (409) when the requester's data of this submission were erased. */
export async function refuseErased(submissionId: unknown, { intake }: ErasedReplayDeps): Promise<void> {
  const submission = await intake.submission(String(submissionId));
  if (typeof submission?.erased_at === 'string') throw erased(submission);
}
