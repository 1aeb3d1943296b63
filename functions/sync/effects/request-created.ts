// Effect of RequestCreated: creates the case and its canonical object.
import type { EventData } from '../../../shared/contracts/events/catalogue.ts';
import { makeId, ulidOf } from '../../../shared/contracts/ids.ts';
import { canonicalKindOf, canonicalStatusOf } from '../../../shared/core/canonical/canonical-mapping.ts';
import type { EventClaim } from '../../../shared/core/events/event-claim.ts';
import { dueAfter } from '../../../shared/core/operations/due-dates.ts';
import type { NewCase } from '../../../shared/table/operations/case-items.ts';
import type { NewObject } from '../../../shared/table/sync/sync-store.ts';
import { type Effect, settled } from '../effect.ts';

export const createRecords: Effect<'RequestCreated'> = async (data, { claim, log }, deps) => {
  const records = newRecords(data, claim, log('').processed_at, deps.workerVersion);
  let missing: Partial<NewRecords> = records;
  // At most three rounds, because each of the two items can turn out to exist once.
  for (let round = 0; round < 3; round += 1) {
    const message = describeCreation(records, missing);
    const outcome = await deps.sync.create(claim, log(message), missing);
    if (outcome.kind !== 'case-exists' && outcome.kind !== 'object-exists') {
      return settled(outcome, { kind: 'synced', message }, claim);
    }
    missing = without(missing, outcome.kind === 'case-exists' ? 'case' : 'object');
  }
  throw new Error(`case or object of ${claim.eventId} appeared and disappeared repeatedly`);
};

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

function newRecords(
  data: EventData<'RequestCreated'>,
  claim: EventClaim,
  at: string,
  workerVersion: string,
): NewRecords {
  const ulid = ulidOf(data.submission_id);
  const caseId = makeId('case', ulid);
  const { submission_id, request_number, request_type, priority, assigned_team } = data;
  const kind = canonicalKindOf(request_type);
  return {
    case: {
      operation_case_id: caseId,
      external_reference: request_number,
      submission_id,
      correlation_id: claim.correlationId,
      processing_status: 'open',
      request_type,
      priority,
      assigned_team,
      assignee: null,
      version: 1,
      created_at: at,
      updated_at: at,
      // Events of older versions have no due date.
      due_at: data.due_at ?? dueAfter(at),
      reopens_case_id: data.reopens_case_id ?? null,
    },
    object: {
      business_object_id: makeId('businessObject', ulid),
      object_type: kind.objectType,
      canonical_category: kind.canonicalCategory,
      lifecycle_status: canonicalStatusOf('open'),
      correlation_id: claim.correlationId,
      case_version: 1,
      created_at: at,
      updated_at: at,
      lineage: {
        submission_id,
        request_number,
        operation_case_id: caseId,
        event_id: claim.eventId,
        worker_version: workerVersion,
        recorded_at: at,
      },
    },
  };
}
