// The lifecycle of one submission through the boundaries, as stages with times and durations. Pure.

import type { CanonicalStatus } from '../../../shared/contracts/canonical.ts';
import type { LifecycleRecord } from '../../../shared/contracts/dashboard.ts';
import type { Document, DocumentStatus } from '../../../shared/contracts/document.ts';
import type { SubmissionAccepted, SubmissionBody } from '../../../shared/contracts/intake.ts';
import type { CaseStatus } from '../../../shared/contracts/operations.ts';
import { excerptCharacters } from '../../../shared/contracts/values/dashboard.ts';
import { betweenMs } from './time.ts';

export type StageKey = 'intake' | 'source_system' | 'document_repo' | 'event' | 'operational' | 'canonical';
/**
 * `active` is the current stage, `waiting` lies ahead, `failed` needs an operator, `skipped` does not apply to this
 * submission.
 */
export type StageState = 'done' | 'active' | 'waiting' | 'failed' | 'skipped';

export interface Stage {
  readonly key: StageKey;
  readonly title: string;
  readonly state: StageState;
  readonly id: string | null;
  /** Wire value of the stage's own status. */
  readonly status: string | null;
  /** Creation time of the stage's own item. */
  readonly at: string | null;
  /** Time of `status` if later than `at`, else null. */
  readonly since: string | null;
  /** Milliseconds since the previous stage; null if either has no time. */
  readonly sincePreviousMs: number | null;
  /** Explanation; empty when the status is enough. */
  readonly note: string;
}

type Draft = Omit<Stage, 'sincePreviousMs' | 'since'> & { readonly since?: string | null };

/** Data of other boundaries beside the read model row. */
export interface StageDetails {
  /** Creation time of the canonical object, if known; the row has only its last change. */
  readonly objectCreatedAt?: string | undefined;
  /** All documents of the submission in any order; without them the stage of documents is omitted. */
  readonly documents?: readonly DocumentFacts[] | undefined;
}

export type DocumentFacts = Pick<Document, 'document_id' | 'status' | 'created_at' | 'rejection'>;

export function stagesOf(row: LifecycleRecord, details: StageDetails = {}): readonly Stage[] {
  const drafts: readonly Draft[] = [
    intakeStage(row),
    sourceStage(row),
    ...(details.documents === undefined ? [] : [documentStage(details.documents)]),
    eventStage(row),
    caseStage(row),
    canonicalStage(row, details.objectCreatedAt),
  ];
  return drafts.map((draft, index) => {
    // Documents are independent of the lifecycle, so durations ignore them.
    const previousAt = drafts.slice(0, index).findLast(({ key }) => key !== 'document_repo')?.at ?? null;
    const sincePreviousMs = previousAt !== null && draft.at !== null ? betweenMs(previousAt, draft.at) : null;
    return { ...draft, since: draft.since ?? null, sincePreviousMs };
  });
}

const intakeStage = ({ submission }: LifecycleRecord): Draft => ({
  key: 'intake',
  title: 'Intake',
  state: 'done',
  id: submission.submission_id,
  status: submission.submission_status,
  at: submission.created_at,
  note: submission.erased_at === null ? '' : 'The requester’s data were erased',
});

const sourceStage = ({ service_request }: LifecycleRecord): Draft => ({
  key: 'source_system',
  title: 'Source system',
  state: 'done',
  id: service_request.request_number,
  status: service_request.lifecycle_status,
  at: service_request.created_at,
  note: '',
});

const documentStates: Readonly<Record<DocumentStatus, StageState>> = {
  pending: 'active',
  available: 'done',
  rejected: 'failed',
  deleted: 'skipped',
};

/** A document that was rejected and then deleted no longer needs attention. */
const whyRejected = ({ status, rejection }: DocumentFacts): string =>
  status === 'rejected' && rejection !== null ? rejection.message : '';

/** The newest document that is not deleted represents all. */
function documentStage(documents: readonly DocumentFacts[]): Draft {
  const base = { key: 'document_repo', title: 'Document' } as const;
  const newestFirst = documents.toSorted((a, b) => (a.document_id < b.document_id ? 1 : -1));
  const shown = newestFirst.find(({ status }) => status !== 'deleted') ?? newestFirst[0];
  if (shown === undefined)
    return { ...base, state: 'skipped', id: null, status: null, at: null, note: 'None attached' };
  return {
    ...base,
    state: documentStates[shown.status],
    id: shown.document_id,
    status: shown.status,
    at: shown.created_at,
    note: documents.length > 1 ? `The newest of ${documents.length}` : whyRejected(shown),
  };
}

const eventStates = { pending: 'active', completed: 'done', dead_lettered: 'failed' } as const;

function eventStage({ event, submission }: LifecycleRecord): Draft {
  const withdrawn = submission.submission_status === 'withdrawn';
  const notes = {
    pending: 'Waiting for the sync worker',
    completed: withdrawn ? 'Ended by the withdrawal' : '',
    dead_lettered: 'Parked for an operator',
  };
  return {
    key: 'event',
    title: 'Event',
    state: eventStates[event.event_status],
    id: event.event_id,
    status: event.event_status,
    at: event.created_at,
    note: notes[event.event_status],
  };
}

function caseStage(row: LifecycleRecord): Draft {
  const { operation_case } = row;
  const base = { key: 'operational', title: 'Operational case' } as const;
  if (operation_case === null) return { ...base, ...notYet(row) };
  return {
    ...base,
    state: 'done',
    id: operation_case.operation_case_id,
    status: operation_case.processing_status,
    at: operation_case.created_at,
    since: caseSince(row, operation_case),
    note: caseNote(operation_case),
  };
}

type RowCase = NonNullable<LifecycleRecord['operation_case']>;

/** The object follows only the status; after another change of the case only the case's history has the time. */
function caseSince(row: LifecycleRecord, { version, updated_at }: RowCase): string | null {
  const { business_object } = row;
  if (business_object === null || business_object.case_version >= version || isCanonicalBehind(row)) {
    return version > 1 ? updated_at : null;
  }
  return business_object.case_version > 1 ? business_object.updated_at : null;
}

function caseNote({ breached, reopened_as_case_id }: RowCase): string {
  if (reopened_as_case_id !== null) return 'Reopened as a new case';
  return breached ? 'Not completed in time' : '';
}

function canonicalStage(row: LifecycleRecord, objectCreatedAt: string | undefined): Draft {
  const { business_object, event } = row;
  const base = { key: 'canonical', title: 'Canonical object' } as const;
  if (business_object === null) return { ...base, ...notYet(row) };
  const behind = isCanonicalBehind(row);
  return {
    ...base,
    state: behind ? 'active' : 'done',
    id: business_object.business_object_id,
    status: business_object.lifecycle_status,
    at: objectCreatedAt ?? event.completed_at ?? business_object.updated_at,
    since: business_object.case_version > 1 ? business_object.updated_at : null,
    note: behind ? 'Catching up with the case' : '',
  };
}

const absent = { id: null, status: null, at: null } as const;

function notYet({ event, submission }: LifecycleRecord) {
  if (submission.submission_status === 'withdrawn') {
    return { ...absent, state: 'skipped', note: 'Not made: the request was withdrawn' } as const;
  }
  const stopped = event.event_status === 'dead_lettered';
  return {
    ...absent,
    state: 'waiting',
    note: stopped ? 'Not made: its event is parked' : 'Waiting for the event',
  } as const;
}

/** Status of the canonical object for each case status. */
const canonicalOf: Readonly<Record<CaseStatus, CanonicalStatus>> = {
  open: 'active',
  in_progress: 'in_progress',
  completed: 'completed',
  rejected: 'rejected',
};

/**
 * True when the canonical object does not show the case's status yet. Versions do not tell: a change of handling and a
 * reopening raise the version of the case, and the object does not follow them.
 */
export function isCanonicalBehind({ operation_case, business_object }: LifecycleRecord): boolean {
  if (operation_case === null || business_object === null) return false;
  return business_object.lifecycle_status !== canonicalOf[operation_case.processing_status];
}

/** True when no further automatic change is due. */
export function isSettled(row: LifecycleRecord): boolean {
  if (row.event.event_status === 'dead_lettered') return true;
  if (row.event.event_status === 'pending') return false;
  if (row.submission.submission_status === 'withdrawn') return true;
  return row.operation_case !== null && row.business_object !== null && !isCanonicalBehind(row);
}

/** Milliseconds from acceptance to the creation of the case; null without a case. */
export function acceptToCaseMs({ submission, operation_case }: LifecycleRecord): number | null {
  return operation_case === null ? null : betweenMs(submission.created_at, operation_case.created_at);
}

/** State of a submission right after acceptance, before the read model has its row. */
export function rowFromAccepted(accepted: SubmissionAccepted, body: SubmissionBody): LifecycleRecord {
  const { created_at, submission_id, correlation_id, submission_status, request_number, event_id } = accepted;
  return {
    submission: {
      ...body,
      submission_id,
      correlation_id,
      submission_status,
      created_at,
      request_description: body.request_description.slice(0, excerptCharacters),
      erased_at: null,
      reopens_case_id: null,
    },
    service_request: { request_number, lifecycle_status: 'submitted', created_at },
    event: { event_id, event_status: 'pending', created_at, completed_at: null },
    operation_case: null,
    business_object: null,
  };
}
