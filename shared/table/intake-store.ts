// Submissions and the service requests they become: written together with the event that tells of them, or not at all.
import { makeId, ulidOf } from '../contracts/ids.ts';
import type { ServiceRequest, Submission } from '../contracts/intake.ts';
import type { HubTable, Item, Write } from './hub-table.ts';
import type { ServiceRequestItem, SubmissionItem } from './items.ts';
import { intakeOnceKey, serviceRequestKey, submissionKey } from './keys.ts';
import { type NewEvent, pendingEvent } from './outbox.ts';

const notThere = 'attribute_not_exists(pk)';
const onceSeconds = 25 * 3600;

export type AcceptOutcome =
  | { readonly kind: 'accepted' }
  /** The `Idempotency-Key` was used before, in a call whose answer may have been lost: this is what it made. */
  | {
      readonly kind: 'accepted-before';
      readonly submissionId: string;
      readonly eventId: string;
      readonly createdAt: string;
    };

export interface IntakeStore {
  /** One transaction: submission, service request, pending event, and the mark of the idempotency key if there is one. */
  accept(submission: Submission, event: NewEvent, idempotencyKeyHash?: string): Promise<AcceptOutcome>;
  submission(submissionId: string): Promise<Submission | undefined>;
  submissions(ids: readonly string[]): Promise<readonly Submission[]>;
  serviceRequest(requestNumber: string): Promise<ServiceRequest | undefined>;
  serviceRequests(numbers: readonly string[]): Promise<readonly ServiceRequest[]>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function intakeStore(table: HubTable, shards: number): IntakeStore {
  return {
    accept: (submission, event, idempotencyKeyHash) => accept(table, shards, submission, event, idempotencyKeyHash),
    submission: async (id) => toSubmission(await table.get<SubmissionItem>(submissionKey(id))),
    submissions: async (ids) => {
      const items = await table.batchGet<SubmissionItem>(ids.map(submissionKey));
      return items.map(toSubmission).filter((item) => item !== undefined);
    },
    serviceRequest: async (number) => toServiceRequest(await table.get<ServiceRequestItem>(serviceRequestKey(number))),
    serviceRequests: async (numbers) => {
      const items = await table.batchGet<ServiceRequestItem>(numbers.map(serviceRequestKey));
      return items.map(toServiceRequest).filter((item) => item !== undefined);
    },
  };
}

async function accept(
  table: HubTable,
  shards: number,
  submission: Submission,
  event: NewEvent,
  idempotencyKeyHash: string | undefined,
): Promise<AcceptOutcome> {
  const { submission_id, request_number, correlation_id: _, ...fields } = submission;
  const { request_type, priority, assigned_team, created_at } = submission;
  const submissionItem: SubmissionItem = { ...submissionKey(submission_id), entity: 'submission', ...fields };
  const requestItem: ServiceRequestItem = {
    ...serviceRequestKey(request_number),
    entity: 'service_request',
    request_type,
    priority,
    assigned_team,
    lifecycle_status: 'submitted',
    created_at,
  };
  const writes: Write[] = [submissionItem, requestItem, pendingEvent(event, shards)].map((item) => ({
    Put: { Item: item as unknown as Item, ConditionExpression: notThere },
  }));
  if (idempotencyKeyHash !== undefined) {
    writes.push({ Put: { Item: onceItem(idempotencyKeyHash, submission, event), ConditionExpression: notThere } });
  }
  const outcome = await table.transact(writes);
  if (outcome.kind === 'written') return { kind: 'accepted' };
  const once = idempotencyKeyHash === undefined ? undefined : await table.get<Item>(intakeOnceKey(idempotencyKeyHash));
  if (once === undefined) throw new Error(`the ids of ${submission_id} were taken already`);
  return {
    kind: 'accepted-before',
    submissionId: String(once['submission_id']),
    eventId: String(once['event_id']),
    createdAt: String(once['created_at']),
  };
}

const onceItem = (keyHash: string, submission: Submission, event: NewEvent): Item => ({
  ...intakeOnceKey(keyHash),
  entity: 'once',
  submission_id: submission.submission_id,
  event_id: event.eventId,
  created_at: submission.created_at,
  // An hour longer than the stored answers live, so that the two never disagree.
  expires_at: Math.floor(Date.parse(submission.created_at) / 1000) + onceSeconds,
});

function toSubmission(item: SubmissionItem | undefined): Submission | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, ...fields } = item;
  const submissionId = pk.slice('INTAKE#'.length);
  const ulid = ulidOf(submissionId);
  return {
    submission_id: submissionId,
    ...fields,
    correlation_id: makeId('correlation', ulid),
    request_number: makeId('serviceRequest', ulid),
  };
}

function toServiceRequest(item: ServiceRequestItem | undefined): ServiceRequest | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, ...fields } = item;
  const requestNumber = pk.slice('SOURCE#'.length);
  const ulid = ulidOf(requestNumber);
  return {
    request_number: requestNumber,
    submission_id: makeId('submission', ulid),
    correlation_id: makeId('correlation', ulid),
    ...fields,
  } as ServiceRequest;
}
