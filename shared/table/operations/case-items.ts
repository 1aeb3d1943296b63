// Maps cases, history entries and comments to items and back. Fills in fields that older versions did not store.
import type { Comment } from '../../contracts/comment.ts';
import type { HistoryEntry, OperationCase } from '../../contracts/operations.ts';
import { allowedStatuses } from '../../core/operations/case-transitions.ts';
import { breached, dueAfter } from '../../core/operations/due-dates.ts';
import { shardOf } from '../engine/keys.ts';
import type { CaseCommentItem, CaseItem, HistoryItem } from './items.ts';
import { caseCommentKey, caseKey, casePartition, duePartition, dueSortKey, historyKey } from './keys.ts';

export type NewCase = Omit<OperationCase, 'allowed_statuses' | 'breached' | 'closed_at' | 'reopened_as_case_id'>;

/** Entry of an open case in the list by due date. */
export function dueEntry(caseId: string, dueAt: string, shards: number) {
  return { list_pk: duePartition(shardOf(caseId, shards)), list_sk: dueSortKey(dueAt, caseId) };
}

export function newCaseItem(made: NewCase, shards: number): CaseItem {
  const { operation_case_id, assignee, reopens_case_id, ...fields } = made;
  return {
    ...caseKey(operation_case_id),
    entity: 'case',
    ...fields,
    ...(assignee === null ? {} : { assignee }),
    ...(reopens_case_id === null ? {} : { reopens_case_id }),
    ...dueEntry(operation_case_id, made.due_at, shards),
  };
}

/** @param nowIso Instant at which overdue is decided. */
export function toCase(item: CaseItem | undefined, nowIso: string): OperationCase | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, list_pk: ___, list_sk: ____, ...fields } = item;
  const due_at = item.due_at ?? dueAfter(item.created_at);
  const allowed = allowedStatuses(item.processing_status);
  return {
    operation_case_id: pk.slice(casePartition('').length),
    ...fields,
    assignee: item.assignee ?? null,
    due_at,
    breached: breached({ ...item, due_at }, nowIso),
    closed_at: item.closed_at ?? (allowed.length === 0 ? item.updated_at : null),
    reopens_case_id: item.reopens_case_id ?? null,
    reopened_as_case_id: item.reopened_as_case_id ?? null,
    allowed_statuses: [...allowed],
  };
}

export function newHistoryItem(caseId: string, entry: HistoryEntry): HistoryItem {
  return { ...historyKey(caseId, entry.version), entity: 'history', ...entry };
}

export function toEntry(item: HistoryItem): HistoryEntry {
  const { pk: _, sk: __, entity: ___, ...entry } = item;
  return { ...entry, kind: item.kind ?? 'status', changes: item.changes ?? [] };
}

export function newCommentItem(caseId: string, comment: Comment): CaseCommentItem {
  const { comment_id, ...fields } = comment;
  return { ...caseCommentKey(caseId, comment_id), entity: 'case_comment', ...fields };
}

const commentPrefix = caseCommentKey('', '').sk;

export function toComment(item: CaseCommentItem): Comment {
  const { pk: _, sk, entity: __, ...fields } = item;
  return { comment_id: sk.slice(commentPrefix.length), ...fields };
}
