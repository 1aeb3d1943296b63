// Adds and lists comments on a case. A comment does not change the case or its version.
import type { Actor } from '../../shared/contracts/actor.ts';
import type { Comment } from '../../shared/contracts/comment.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { readPage } from '../../shared/core/lists/paging.ts';
import { withheldComment } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { CaseCommentStore } from '../../shared/table/operations/case-comment-store.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';

export interface CommentOnCaseDeps {
  readonly cases: Pick<CaseStore, 'get'>;
  readonly comments: CaseCommentStore;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface CommentOnCase {
  readonly caseId: string;
  readonly text: string;
  readonly writtenBy: Actor;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}

/** Closed cases accept comments too. */
export async function commentOnCase(input: CommentOnCase, deps: CommentOnCaseDeps): Promise<Comment> {
  const { caseId, text, writtenBy } = input;
  // Cases are never deleted, so the write needs no condition on the case.
  found(await deps.cases.get(caseId), 'case', caseId);
  return deps.comments.add(
    caseId,
    {
      comment_id: makeId('comment', deps.newUlid()),
      text,
      created_by: writtenBy.name,
      created_by_id: writtenBy.subject,
      created_at: deps.now().toISOString(),
    },
    idempotentRequestOf(input),
  );
}

export interface ListCaseCommentsDeps {
  readonly cases: Pick<CaseStore, 'get'>;
  readonly comments: Pick<CaseCommentStore, 'newest'>;
  readonly cursors: Cursors;
}

/** Newest first; texts may name people, so they are withheld from callers who may not read personal data. */
export async function listCaseComments(
  input: { readonly caseId: string; readonly query: PageQuery; readonly unmasked: boolean },
  deps: ListCaseCommentsDeps,
): Promise<Page<Comment>> {
  const { caseId, query, unmasked } = input;
  found(await deps.cases.get(caseId), 'case', caseId);
  return readPage(`case-comments ${caseId}`, query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.comments.newest(caseId, limit, after);
    return { items: unmasked ? items : items.map(withheldComment), next };
  });
}
