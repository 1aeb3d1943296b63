// Item types of cases. Values that an id contains are not stored; the stores beside this file derive them.
import type { CaseStatus, HistoryEntry, HistoryKind } from '../../contracts/operations.ts';
import type { Key } from '../engine/keys.ts';

export interface CaseItem extends Key {
  readonly entity: 'case';
  readonly external_reference: string;
  readonly submission_id: string;
  readonly correlation_id: string;
  readonly processing_status: CaseStatus;
  readonly request_type: string;
  readonly priority: string;
  readonly assigned_team: string;
  readonly assignee?: string;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** Absent from cases of older versions. */
  readonly due_at?: string;
  /** Instant at which it became terminal. */
  readonly closed_at?: string;
  readonly reopens_case_id?: string;
  readonly reopened_as_case_id?: string;
  /** Entry in the list by due date; present while the case is open. */
  readonly list_pk?: string;
  readonly list_sk?: string;
}

export interface HistoryItem extends Key {
  readonly entity: 'history';
  readonly history_id: string;
  /** Absent from entries of older versions, which are all status changes. */
  readonly kind?: HistoryKind;
  readonly previous_status: CaseStatus;
  readonly new_status: CaseStatus;
  readonly changes?: HistoryEntry['changes'];
  readonly changed_by: string;
  readonly changed_by_id?: string | undefined;
  readonly change_reason: string;
  readonly changed_at: string;
  readonly version: number;
  readonly event_id: string | null;
}

export interface CaseCommentItem extends Key {
  readonly entity: 'case_comment';
  readonly text: string;
  readonly created_by: string;
  readonly created_by_id: string;
  readonly created_at: string;
}
