// Reads one submission, its comments and its history. Personal data are masked for callers who may not read them.
import type { Comment } from '../../shared/contracts/comment.ts';
import type { Submission, SubmissionHistoryEntry } from '../../shared/contracts/intake.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/lists/paging.ts';
import { maskRequester, withheldComment } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';
import type { SubmissionChangeStore } from '../../shared/table/intake/submission-change-store.ts';
import type { SubmissionCommentStore } from '../../shared/table/intake/submission-comment-store.ts';

export interface ReadSubmissionsDeps {
  readonly intake: Pick<IntakeStore, 'submission'>;
  readonly changes: Pick<SubmissionChangeStore, 'history'>;
  readonly comments: Pick<SubmissionCommentStore, 'newest'>;
  readonly cursors: Cursors;
}

export interface ReadSubmission {
  readonly submissionId: string;
  /** True when the caller may read personal data. */
  readonly unmasked: boolean;
}

/** @throws HubError `SUBMISSION.NOT_FOUND` */
export async function readSubmission(
  { submissionId, unmasked }: ReadSubmission,
  deps: Pick<ReadSubmissionsDeps, 'intake'>,
): Promise<Submission> {
  const submission = found(await deps.intake.submission(submissionId), 'submission', submissionId);
  return unmasked ? submission : maskRequester(submission);
}

/** Newest first; texts may name people, so they are withheld from callers who may not read personal data. */
export async function readComments(
  input: ReadSubmission & { readonly query: PageQuery },
  deps: ReadSubmissionsDeps,
): Promise<Page<Comment>> {
  await readSubmission(input, deps);
  const list = `submission-comments ${input.submissionId}`;
  return readPage(list, input.query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.comments.newest(input.submissionId, limit, after);
    return { items: input.unmasked ? items : items.map(withheldComment), next };
  });
}

/** Oldest first. */
export async function readSubmissionHistory(
  input: ReadSubmission & { readonly query: PageQuery },
  deps: ReadSubmissionsDeps,
): Promise<Page<SubmissionHistoryEntry>> {
  await readSubmission(input, deps);
  const list = `submission-history ${input.submissionId}`;
  return readPage(list, input.query, deps.cursors, (limit, after) =>
    deps.changes.history(input.submissionId, limit, after),
  );
}
