// Adds comments to submissions.
import type { Actor } from '../../shared/contracts/actor.ts';
import type { Comment } from '../../shared/contracts/comment.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { erased } from '../../shared/core/intake/submission-changes.ts';
import { notFound } from '../../shared/errors/not-found.ts';
import type { SubmissionCommentStore } from '../../shared/table/intake/submission-comment-store.ts';

export interface CommentOnSubmissionDeps {
  readonly comments: Pick<SubmissionCommentStore, 'add'>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface CommentOnSubmission {
  readonly submissionId: string;
  readonly text: string;
  readonly by: Actor;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}

/** @throws HubError `SUBMISSION.NOT_FOUND` (404), `SUBMISSION.ERASED` (409) */
export async function commentOnSubmission(input: CommentOnSubmission, deps: CommentOnSubmissionDeps): Promise<Comment> {
  const { submissionId, by } = input;
  const comment = {
    comment_id: makeId('comment', deps.newUlid()),
    text: input.text,
    created_by: by.name,
    created_by_id: by.subject,
    created_at: deps.now().toISOString(),
  };
  const outcome = await deps.comments.add(submissionId, comment, idempotentRequestOf(input));
  if (outcome.kind === 'no-submission') throw notFound('submission', submissionId);
  if (outcome.kind === 'erased') throw erased({ submission_id: submissionId, erased_at: outcome.erasedAt });
  return outcome.comment;
}
