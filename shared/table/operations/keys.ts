// Keys of the operational boundary: cases with their comments and history.
import { type Key, padded } from '../engine/keys.ts';

export const casePartition = (caseId: string): string => `OPS#${caseId}`;
export const caseKey = (caseId: string): Key => ({ pk: casePartition(caseId), sk: 'CASE' });
/** Prefix of the sort keys of a case's history. */
export const caseHistoryPrefix = 'HISTORY#';
export const historyKey = (caseId: string, version: number): Key => ({
  pk: casePartition(caseId),
  sk: `${caseHistoryPrefix}${padded(version)}`,
});
/** Comment ids sort by time; comments sort between the case and its history. */
export const caseCommentKey = (caseId: string, commentId: string): Key => ({
  pk: casePartition(caseId),
  sk: `COMMENT#${commentId}`,
});
/** Idempotency mark of a change of a case, written in its transaction. */
export const caseIdempotencyMarkKey = (keyHash: string): Key => ({ pk: `OPS#ONCE#${keyHash}`, sk: 'ONCE' });
/** List of open cases by due date, the earliest first. */
export const duePartition = (shard: string): string => `OPS#DUE#${shard}`;
/** @param dueAt has milliseconds and ends in Z, so that text order is time order */
export const dueSortKey = (dueAt: string, caseId: string): string => `${dueAt}#${caseId}`;
