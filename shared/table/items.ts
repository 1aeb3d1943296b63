// The shapes of the table's items. What an id already says is not stored twice: see the mapping functions beside each store.
import type { CanonicalStatus } from '../contracts/canonical.ts';
import type { SubmissionBody, SubmissionStatus } from '../contracts/intake.ts';
import type { EventStatus, EventType, SyncOutcome } from '../contracts/integration.ts';
import type { CaseStatus } from '../contracts/operations.ts';
import type { Key } from './keys.ts';

export interface SubmissionItem extends Key, SubmissionBody {
  readonly entity: 'submission';
  readonly submission_status: SubmissionStatus;
  readonly created_at: string;
  readonly created_by: string;
  readonly created_by_id?: string | undefined;
}

export interface ServiceRequestItem extends Key {
  readonly entity: 'service_request';
  readonly request_type: string;
  readonly priority: string;
  readonly assigned_team: string;
  readonly lifecycle_status: 'submitted';
  readonly created_at: string;
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
  /** 1 when pending; one more with each change of status. */
  readonly version: number;
  readonly source_system: string;
  readonly subject: string;
  readonly causation_id?: string;
  readonly traceparent: string;
  readonly created_at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sync?: SyncResult;
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

export interface DeadLetterItem extends Key {
  readonly entity: 'dead_letter';
  readonly kind: 'queue' | 'stream';
  readonly status: 'parked';
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly correlation_id: string | null;
  readonly trace_id: string | null;
  readonly cause: { readonly code: string; readonly message: string };
  readonly attempts: number;
  readonly parked_at: string;
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
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface HistoryItem extends Key {
  readonly entity: 'history';
  readonly history_id: string;
  readonly previous_status: CaseStatus;
  readonly new_status: CaseStatus;
  readonly changed_by: string;
  readonly changed_by_id?: string | undefined;
  readonly change_reason: string;
  readonly changed_at: string;
  readonly version: number;
  readonly event_id: string;
  /** SHA-256 of the `Idempotency-Key` that made this change, so that a retry after a crash finds it. */
  readonly once?: string;
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
