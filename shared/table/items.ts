// The shapes of the table's items. What an id already says is not stored twice: see the mapping functions beside each store.
import type { CanonicalStatus } from '../contracts/canonical.ts';
import type { ServiceRequest, SubmissionChangeKind, SubmissionFields, SubmissionStatus } from '../contracts/intake.ts';
import type {
  DeadLetterDecision,
  DeadLetterStatus,
  EventStatus,
  EventType,
  SyncOutcome,
} from '../contracts/integration.ts';
import type { CaseStatus, HistoryEntry, HistoryKind } from '../contracts/operations.ts';
import type { ReferenceHistoryEntry } from '../contracts/reference.ts';
import type { OnceRequest } from '../core/once-request.ts';
import type { CatalogueValue } from '../core/reference-catalogue.ts';
import type { Key } from './keys.ts';

export interface SubmissionItem extends Key, SubmissionFields {
  readonly entity: 'submission';
  readonly submission_status: SubmissionStatus;
  readonly created_at: string;
  readonly created_by: string;
  readonly created_by_id?: string | undefined;
  /** Absent from items of older versions, which nobody has changed. */
  readonly version?: number;
  readonly updated_at?: string;
  /** The newest event that carries this submission on; absent from items of older versions, which have one only. */
  readonly event_id?: string;
  readonly withdrawn_at?: string;
  readonly withdrawn_by?: string;
  readonly withdraw_reason?: string;
  readonly erased_at?: string;
  /** The erasure that did it. */
  readonly erasure_id?: string;
  readonly reopens_case_id?: string;
}

/** One change of a submission. It says which fields, never what personal data they held. */
export interface SubmissionHistoryItem extends Key {
  readonly entity: 'submission_history';
  readonly kind: SubmissionChangeKind;
  readonly fields: readonly string[];
  readonly changed_by: string;
  readonly changed_by_id: string;
  readonly changed_at: string;
  readonly version: number;
  /** The event that carries the submission on since; null when none does. */
  readonly event_id: string | null;
}

export interface SubmissionCommentItem extends Key {
  readonly entity: 'submission_comment';
  readonly text: string;
  readonly created_by: string;
  readonly created_by_id: string;
  readonly created_at: string;
}

export interface ServiceRequestItem extends Key {
  readonly entity: 'service_request';
  readonly request_type: string;
  readonly priority: string;
  readonly assigned_team: string;
  readonly lifecycle_status: ServiceRequest['lifecycle_status'];
  readonly created_at: string;
  /** Absent from items of older versions, which nobody has changed. */
  readonly version?: number;
  readonly updated_at?: string;
}

/** A value of the reference catalogue that an administrator has added or changed. */
export interface ReferenceValueItem extends Key, CatalogueValue {
  readonly entity: 'reference_value';
}

export interface ReferenceHistoryItem extends Key, ReferenceHistoryEntry {
  readonly entity: 'reference_history';
  readonly changed_by_id: string;
}

/** Outcome of the attempt that settled an event; it is that event's sync log. */
export interface SyncResult {
  readonly outcome: SyncOutcome;
  readonly message: string;
  readonly attempt: number;
  readonly worker_version: string;
  readonly processed_at: string;
}

export interface EventItem extends Key {
  readonly entity: 'event';
  readonly event_type: EventType;
  readonly event_status: EventStatus;
  /** 1 when new, or 2 more than the event it replaces; one more with each change of status. */
  readonly version: number;
  readonly source_system: string;
  readonly subject: string;
  readonly causation_id?: string;
  readonly traceparent: string;
  readonly created_at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sync?: SyncResult;
  /** When it was given up last; attempts after that belong to its redrive. */
  readonly dead_lettered_at?: string;
  /** How often an operator put it back to work. */
  readonly redrives?: number;
  /** When it was put back to work; absent while it has been owed since it was made. */
  readonly pending_since?: string;
  readonly list_pk: string;
  readonly list_sk: string;
  /** Present exactly while the event is pending. */
  readonly pending_pk?: string;
  readonly pending_sk?: string;
}

/** A failed attempt at a message, kept as a sync log and as the cause of a dead letter. */
export interface AttemptItem extends Key {
  readonly entity: 'attempt';
  readonly event_type: string | null;
  readonly trace_id: string | null;
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
  readonly worker_version: string;
  readonly processed_at: string;
  readonly list_pk?: string;
  readonly list_sk?: string;
}

/** A decision, with the request that made it if it had an `Idempotency-Key`, so that a retry after a crash finds it. */
export type StoredDecision = DeadLetterDecision & { readonly once?: OnceRequest };

export interface DeadLetterItem extends Key {
  readonly entity: 'dead_letter';
  readonly kind: 'queue' | 'stream';
  readonly status: DeadLetterStatus;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly correlation_id: string | null;
  readonly trace_id: string | null;
  readonly cause: { readonly code: string; readonly message: string };
  readonly attempts: number;
  readonly parked_at: string;
  /** Absent on items of older versions: never redriven, nothing decided. */
  readonly redrives?: number;
  readonly decisions?: readonly StoredDecision[];
  readonly body: string;
  readonly list_pk: string;
  readonly list_sk: string;
}

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
  /** When it became terminal. */
  readonly closed_at?: string;
  readonly reopens_case_id?: string;
  readonly reopened_as_case_id?: string;
  /** Present exactly while the case is not terminal: its place in the list of what is due. */
  readonly list_pk?: string;
  readonly list_sk?: string;
}

export interface HistoryItem extends Key {
  readonly entity: 'history';
  readonly history_id: string;
  /** Absent from entries of older versions, which are all of status changes. */
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

export interface BusinessObjectItem extends Key {
  readonly entity: 'business_object';
  readonly object_type: string;
  readonly canonical_category: string;
  readonly lifecycle_status: CanonicalStatus;
  readonly correlation_id: string;
  readonly case_version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly lineage: {
    readonly submission_id: string;
    readonly request_number: string;
    readonly operation_case_id: string;
    readonly event_id: string;
    readonly worker_version: string;
    readonly recorded_at: string;
  };
}
