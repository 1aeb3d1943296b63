// Comments on cases, in the partition of their case, so that one Query reads the page of a case.
import type { Comment } from '../../contracts/comment.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { newestComments } from '../engine/comment-list.ts';
import { type HubTable, type Item, putNew } from '../engine/hub-table.ts';
import { madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import type { Listing, ListPosition } from '../engine/listing.ts';
import { newCommentItem, toComment } from './case-items.ts';
import type { CaseCommentItem } from './items.ts';
import { caseCommentKey, caseIdempotencyMarkKey, casePartition } from './keys.ts';

export interface CaseCommentStore {
  /** Adds a comment, once per idempotency key. @returns the comment of this or an earlier call */
  add(caseId: string, comment: Comment, idempotency: IdempotentRequest | undefined): Promise<Comment>;
  newest(caseId: string, limit: number, after?: ListPosition): Promise<Listing<Comment>>;
}

export function caseCommentStore(table: HubTable): CaseCommentStore {
  return {
    add: async (caseId, comment, idempotency) => {
      const item: Item = { ...newCommentItem(caseId, comment) };
      if (idempotency === undefined) return addPlain(table, caseId, comment, item);
      const outcome = await table.transact([
        putNew(item),
        putIdempotencyMark(idempotency, { comment_id: comment.comment_id }, comment.created_at, caseIdempotencyMarkKey),
      ]);
      if (outcome.kind === 'written') return comment;
      const before = (await madeBefore(table, idempotency, caseIdempotencyMarkKey))?.['comment_id'];
      const made = before === undefined ? undefined : await table.get<CaseCommentItem>(caseCommentKey(caseId, before));
      if (made === undefined) throw idTaken(comment);
      return toComment(made);
    },
    newest: async (caseId, limit, after) => {
      const partition = casePartition(caseId);
      const { items, next } = await newestComments<CaseCommentItem>(
        table,
        { partition, prefix: commentPrefix },
        limit,
        after,
      );
      return { items: items.map(toComment), next };
    },
  };
}

/** A call without a key uses a plain put, which costs half of a transaction. */
async function addPlain(table: HubTable, caseId: string, comment: Comment, item: Item): Promise<Comment> {
  if ((await table.put(item, { condition: 'attribute_not_exists(pk)' })) === 'written') return comment;
  // A client retry finds the comment of its own first attempt, whose answer was lost.
  const there = await table.get<CaseCommentItem>(caseCommentKey(caseId, comment.comment_id));
  if (there?.text === comment.text && there.created_by_id === comment.created_by_id) return comment;
  throw idTaken(comment);
}

const commentPrefix = caseCommentKey('', '').sk;

const idTaken = ({ comment_id }: Comment): Error => new Error(`the id of ${comment_id} is already in use`);
