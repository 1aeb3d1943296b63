// Comments on submissions, in the partition of their submission.
import type { Comment } from '../../contracts/comment.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { newestComments } from '../engine/comment-list.ts';
import { type HubTable, putNew } from '../engine/hub-table.ts';
import { madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import type { Listing, ListPosition } from '../engine/listing.ts';
import type { SubmissionCommentItem, SubmissionItem } from './items.ts';
import { intakeIdempotencyMarkKey, submissionCommentKey, submissionKey, submissionPartition } from './keys.ts';

export type CommentOutcome =
  | { readonly kind: 'added' | 'added-before'; readonly comment: Comment }
  | { readonly kind: 'no-submission' }
  /** The requester's data were erased; the submission accepts no comments. */
  | { readonly kind: 'erased'; readonly erasedAt: string };

export interface SubmissionCommentStore {
  /** Adds a comment, once per idempotency key, unless the submission has been erased: one transaction. */
  add(submissionId: string, comment: Comment, idempotency: IdempotentRequest | undefined): Promise<CommentOutcome>;
  newest(submissionId: string, limit: number, after?: ListPosition): Promise<Listing<Comment>>;
}

export function submissionCommentStore(table: HubTable): SubmissionCommentStore {
  return {
    add: (submissionId, comment, idempotency) => add(table, submissionId, comment, idempotency),
    newest: async (submissionId, limit, after) => {
      const partition = submissionPartition(submissionId);
      const { items, next } = await newestComments<SubmissionCommentItem>(table, { partition, prefix }, limit, after);
      return { items: items.map(toComment), next };
    },
  };
}

const prefix = submissionCommentKey('', '').sk;

async function add(
  table: HubTable,
  submissionId: string,
  comment: Comment,
  idempotency: IdempotentRequest | undefined,
): Promise<CommentOutcome> {
  const { comment_id, ...fields } = comment;
  const item: SubmissionCommentItem = {
    ...submissionCommentKey(submissionId, comment_id),
    entity: 'submission_comment',
    ...fields,
  };
  const outcome = await table.transact([
    {
      ConditionCheck: {
        Key: submissionKey(submissionId),
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erased_at)',
      },
    },
    putNew(item),
    ...(idempotency === undefined
      ? []
      : [putIdempotencyMark(idempotency, { comment_id }, comment.created_at, intakeIdempotencyMarkKey)]),
  ]);
  if (outcome.kind === 'written') return { kind: 'added', comment };
  const before = (await madeBefore(table, idempotency, intakeIdempotencyMarkKey))?.['comment_id'];
  if (before !== undefined) {
    const made = await table.get<SubmissionCommentItem>(submissionCommentKey(submissionId, before));
    if (made !== undefined) return { kind: 'added-before', comment: toComment(made) };
  }
  const submission = await table.get<SubmissionItem>(submissionKey(submissionId));
  if (submission === undefined) return { kind: 'no-submission' };
  if (submission.erased_at !== undefined) return { kind: 'erased', erasedAt: submission.erased_at };
  // A client retry without a token finds the items of its own first attempt.
  if ((await table.get(submissionCommentKey(submissionId, comment_id))) !== undefined)
    return { kind: 'added', comment };
  throw new Error(`the id of ${comment_id} is already in use`);
}

function toComment(item: SubmissionCommentItem): Comment {
  const { pk: _, sk, entity: __, ...fields } = item;
  return { comment_id: sk.slice(prefix.length), ...fields };
}
