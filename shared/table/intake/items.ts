// Item types of submissions. Values that an id contains are not stored; the stores beside this file derive them.
import type { SubmissionChangeKind, SubmissionFields, SubmissionStatus } from '../../contracts/intake.ts';
import type { Key } from '../engine/keys.ts';

export interface SubmissionItem extends Key, SubmissionFields {
  readonly entity: 'submission';
  readonly submission_status: SubmissionStatus;
  readonly created_at: string;
  readonly created_by: string;
  readonly created_by_id?: string | undefined;
  /** Absent from items of older versions, which have not changed since. */
  readonly version?: number;
  readonly updated_at?: string;
  /** The newest event of this submission. */
  readonly event_id: string;
  readonly withdrawn_at?: string;
  readonly withdrawn_by?: string;
  readonly withdraw_reason?: string;
  readonly erased_at?: string;
  /** The erasure that erased it. */
  readonly erasure_id?: string;
  readonly reopens_case_id?: string;
}

/** One change of a submission. It names the changed fields, never their values. */
export interface SubmissionHistoryItem extends Key {
  readonly entity: 'submission_history';
  readonly kind: SubmissionChangeKind;
  readonly fields: readonly string[];
  readonly changed_by: string;
  readonly changed_by_id: string;
  readonly changed_at: string;
  readonly version: number;
  /** The event of the submission after this change; null when there is none. */
  readonly event_id: string | null;
}

export interface SubmissionCommentItem extends Key {
  readonly entity: 'submission_comment';
  readonly text: string;
  readonly created_by: string;
  readonly created_by_id: string;
  readonly created_at: string;
}
