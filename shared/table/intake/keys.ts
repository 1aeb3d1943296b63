// Keys of the intake boundary: submissions with their comments and history.
import { type Key, padded } from '../engine/keys.ts';

/** Partition of a submission with its comments and history. */
export const submissionPartition = (submissionId: string): string => `INTAKE#${submissionId}`;
export const submissionKey = (submissionId: string): Key => ({
  pk: submissionPartition(submissionId),
  sk: 'SUBMISSION',
});
export const submissionHistoryKey = (submissionId: string, version: number): Key => ({
  pk: submissionPartition(submissionId),
  sk: `HISTORY#${padded(version)}`,
});
/** Comment ids sort by time. */
export const submissionCommentKey = (submissionId: string, commentId: string): Key => ({
  pk: submissionPartition(submissionId),
  sk: `COMMENT#${commentId}`,
});
/** Idempotency mark, written in the transaction of its request. */
export const intakeIdempotencyMarkKey = (keyHash: string): Key => ({ pk: `INTAKE#ONCE#${keyHash}`, sk: 'ONCE' });
