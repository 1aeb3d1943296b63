// Maps submissions and service requests to items and back. Fills in fields that older versions did not store.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { ServiceRequest, Submission } from '../../contracts/intake.ts';
import type { Item } from '../engine/hub-table.ts';
import type { ServiceRequestItem } from '../source-system/items.ts';
import { serviceRequestKey } from '../source-system/keys.ts';
import type { SubmissionItem } from './items.ts';
import { submissionKey, submissionPartition } from './keys.ts';

/** @param eventId The newest event of the submission. */
export function submissionItem(submission: Submission, eventId: string): SubmissionItem {
  const { submission_id, request_number: _, correlation_id: __, ...fields } = submission;
  const { withdrawn_at, withdrawn_by, withdraw_reason, erased_at, reopens_case_id, ...always } = fields;
  return {
    ...submissionKey(submission_id),
    entity: 'submission',
    ...always,
    ...present({ withdrawn_at, withdrawn_by, withdraw_reason, erased_at, reopens_case_id }),
    event_id: eventId,
  };
}

/** Empty fields are not stored. */
const present = (fields: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Readonly<Record<string, string>>;

export function toSubmission(item: SubmissionItem | undefined): Submission | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, event_id: ___, erasure_id: ____, ...fields } = item;
  const submissionId = pk.slice(submissionPartition('').length);
  const ulid = ulidOf(submissionId);
  return {
    submission_id: submissionId,
    ...fields,
    correlation_id: makeId('correlation', ulid),
    request_number: makeId('serviceRequest', ulid),
    version: item.version ?? 1,
    updated_at: item.updated_at ?? item.created_at,
    withdrawn_at: item.withdrawn_at ?? null,
    withdrawn_by: item.withdrawn_by ?? null,
    withdraw_reason: item.withdraw_reason ?? null,
    erased_at: item.erased_at ?? null,
    reopens_case_id: item.reopens_case_id ?? null,
  };
}

/** The service request of an accepted submission. */
export function newServiceRequestItem(submission: Submission): ServiceRequestItem {
  const { request_number, request_type, priority, assigned_team, created_at } = submission;
  return {
    ...serviceRequestKey(request_number),
    entity: 'service_request',
    request_type,
    priority,
    assigned_team,
    lifecycle_status: 'submitted',
    version: 1,
    created_at,
    updated_at: created_at,
  };
}

export function toServiceRequest(item: ServiceRequestItem | undefined): ServiceRequest | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, ...fields } = item;
  const requestNumber = pk.slice(serviceRequestKey('').pk.length);
  const ulid = ulidOf(requestNumber);
  return {
    request_number: requestNumber,
    submission_id: makeId('submission', ulid),
    correlation_id: makeId('correlation', ulid),
    ...fields,
    version: item.version ?? 1,
    updated_at: item.updated_at ?? item.created_at,
  };
}

/** Condition that the item has this version; items of older versions of the hub have none, which counts as 1. */
export function atVersion(version: number): { readonly expression: string; readonly values: Item } {
  const expression = version === 1 ? '(attribute_not_exists(version) OR version = :at)' : 'version = :at';
  return { expression: `attribute_exists(pk) AND ${expression}`, values: { ':at': version } };
}
