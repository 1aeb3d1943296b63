// Refuses the stored answer of an `Idempotency-Key` after the erasure of the requester's data.
import type { Submission } from '../../contracts/intake.ts';
import { erased } from './submission-changes.ts';

/** Reads the submission with the instant of its erasure. */
export interface RefuseErasedDeps {
  readonly intake: { submission(submissionId: string): Promise<Submission | undefined> };
}

/** @throws HubError `SUBMISSION.ERASED` (409) when the requester's data of this submission were erased. */
export async function refuseErased(submissionId: unknown, { intake }: RefuseErasedDeps): Promise<void> {
  const submission = await intake.submission(String(submissionId));
  if (typeof submission?.erased_at === 'string') throw erased(submission);
}
