// Keys of the operational boundary: cases with their comments and history.
import { type Key, padded } from '../engine/keys.ts';

export const casePartition = (caseId: string): string => `OPS#${caseId}`;
export const caseKey = (caseId: string): Key => ({ pk: casePartition(caseId), sk: 'CASE' });
/** What the sort keys of a case's history begin with. */
export const caseHistoryPrefix = 'HISTORY#';
export const historyKey = (caseId: string, version: number): Key => ({
  pk: casePartition(caseId),
  sk: `${caseHistoryPrefix}${padded(version)}`,
});
/** Comment ids sort by time, and all comments sort between the case and its history. */
export const caseCommentKey = (caseId: string, commentId: string): Key => ({
  pk: casePartition(caseId),
  sk: `COMMENT#${commentId}`,
});
/** Marks an `Idempotency-Key` as used for a change of a case, in the transaction that used it. */
export const caseOnceKey = (keyHash: string): Key => ({ pk: `OPS#ONCE#${keyHash}`, sk: 'ONCE' });
/** List of cases that are not terminal, the first due first. */
export const duePartition = (shard: string): string => `OPS#DUE#${shard}`;
/** `dueAt` has milliseconds and ends in Z, so that text order is time order. */
export const dueSortKey = (dueAt: string, caseId: string): string => `${dueAt}#${caseId}`;
