// Carries one event to its effects: a new case and canonical object, or a canonical object that follows its case.
// Effects and the event's completion are one transaction, so that a redelivery changes nothing.
import type { CaseStatusChangedData, Envelope, RequestCreatedData } from '../../shared/contracts/envelope.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import { canonicalKindOf, canonicalStatusOf } from '../../shared/core/canonical/canonical-mapping.ts';
import { claimOf, type EventClaim } from '../../shared/core/events/event-claim.ts';
import { dueAfter } from '../../shared/core/operations/due-dates.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { NewCase } from '../../shared/table/operations/case-items.ts';
import type { SyncResult } from '../../shared/table/outbox/items.ts';
import type { NewObject, SyncOutcomeKind, SyncStore } from '../../shared/table/sync/sync-store.ts';

export interface SyncEventDeps {
  readonly sync: SyncStore;
  readonly now: () => Date;
  /** Version of this function, kept in sync logs and lineage. */
  readonly workerVersion: string;
}

export type SyncEventResult =
  | { readonly kind: 'synced' | 'skipped'; readonly message: string }
  /** Another delivery of the same event was first. */
  | { readonly kind: 'duplicate' };

/** @param attempt Which delivery of the message this is, from 1. */
export async function syncEvent(event: Envelope, attempt: number, deps: SyncEventDeps): Promise<SyncEventResult> {
  const processedAt = deps.now().toISOString();
  const log = (message: string, outcome: SyncResult['outcome'] = 'succeeded'): SyncResult => ({
    outcome,
    message,
    attempt,
    worker_version: deps.workerVersion,
    processed_at: processedAt,
  });
  const ref = claimOf(event);
  switch (event.type) {
    case 'hub.request.created.v1':
      return createRecords(event.data, ref, log, deps);
    case 'hub.case.status-changed.v1':
      return followCase(event.data, ref, log, deps);
  }
}

type Log = (message: string, outcome?: SyncResult['outcome']) => SyncResult;

async function createRecords(
  data: RequestCreatedData,
  ref: EventClaim,
  log: Log,
  deps: SyncEventDeps,
): Promise<SyncEventResult> {
  const records = newRecords(data, ref, log('').processed_at, deps.workerVersion);
  let missing: Partial<NewRecords> = records;
  // At most three rounds: each of the two records can turn out to exist once.
  for (let round = 0; round < 3; round += 1) {
    const message = describeCreation(records, missing);
    const outcome = await deps.sync.create(ref, log(message), missing);
    if (outcome.kind !== 'case-exists' && outcome.kind !== 'object-exists') {
      return settled(outcome, { kind: 'synced', message }, ref);
    }
    missing = without(missing, outcome.kind === 'case-exists' ? 'case' : 'object');
  }
  throw new Error(`case and object of ${ref.eventId} keep coming and going`);
}

interface NewRecords {
  readonly case: NewCase;
  readonly object: NewObject;
}

function without(records: Partial<NewRecords>, name: keyof NewRecords): Partial<NewRecords> {
  const { [name]: _, ...rest } = records;
  return rest;
}

function describeCreation(records: NewRecords, missing: Partial<NewRecords>): string {
  const verb = (name: keyof NewRecords): string => (missing[name] === undefined ? 'reused' : 'created');
  return `${verb('case')} case ${records.case.operation_case_id}, ${verb('object')} business object ${records.object.business_object_id}`;
}

async function followCase(
  data: CaseStatusChangedData,
  ref: EventClaim,
  log: Log,
  deps: SyncEventDeps,
): Promise<SyncEventResult> {
  const businessObjectId = makeId('businessObject', ulidOf(data.operation_case_id));
  const lifecycleStatus = canonicalStatusOf(data.new_status);
  const message = `business object ${businessObjectId} is ${lifecycleStatus}, as case version ${data.case_version}`;
  const sync = log(message);
  const outcome = await deps.sync.advance(ref, sync, {
    businessObjectId,
    lifecycleStatus,
    caseVersion: data.case_version,
    updatedAt: sync.processed_at,
  });
  if (outcome.kind !== 'object-not-behind') return settled(outcome, { kind: 'synced', message }, ref);

  const shown = await deps.sync.objectVersion(businessObjectId);
  if (shown === undefined) {
    throw new HubError({
      kind: 'transient',
      code: 'SYNC.OBJECT_NOT_THERE_YET',
      message: `business object ${businessObjectId} does not exist yet; the event of its request is still on its way`,
    });
  }
  const why = `skipped: business object ${businessObjectId} shows case version ${shown} already, this event is version ${data.case_version}`;
  return settled(await deps.sync.complete(ref, log(why, 'skipped')), { kind: 'skipped', message: why }, ref);
}

function settled(outcome: SyncOutcomeKind, done: SyncEventResult, ref: EventClaim): SyncEventResult {
  if (outcome.kind === 'done') return done;
  if (outcome.kind === 'settled-before') return { kind: 'duplicate' };
  if (outcome.kind === 'event-differs') {
    throw new HubError({
      kind: 'defect',
      code: 'EVENT.NOT_AS_IN_OUTBOX',
      message: `event ${ref.eventId} says something else in the outbox than in this message; the message is not trusted`,
    });
  }
  throw new HubError({
    kind: 'defect',
    code: 'EVENT.NOT_IN_OUTBOX',
    message: `event ${ref.eventId} is not in the outbox of ${ref.correlationId}; it was not made by the hub`,
  });
}

function newRecords(data: RequestCreatedData, ref: EventClaim, at: string, workerVersion: string): NewRecords {
  const ulid = ulidOf(data.submission_id);
  const caseId = makeId('case', ulid);
  const { submission_id, request_number, request_type, priority, assigned_team } = data;
  const kind = canonicalKindOf(request_type);
  return {
    case: {
      operation_case_id: caseId,
      external_reference: request_number,
      submission_id,
      correlation_id: ref.correlationId,
      processing_status: 'open',
      request_type,
      priority,
      assigned_team,
      assignee: null,
      version: 1,
      created_at: at,
      updated_at: at,
      // Events of older versions do not say when.
      due_at: data.due_at ?? dueAfter(at),
      reopens_case_id: data.reopens_case_id ?? null,
    },
    object: {
      business_object_id: makeId('businessObject', ulid),
      object_type: kind.objectType,
      canonical_category: kind.canonicalCategory,
      lifecycle_status: canonicalStatusOf('open'),
      correlation_id: ref.correlationId,
      case_version: 1,
      created_at: at,
      updated_at: at,
      lineage: {
        submission_id,
        request_number,
        operation_case_id: caseId,
        event_id: ref.eventId,
        worker_version: workerVersion,
        recorded_at: at,
      },
    },
  };
}
