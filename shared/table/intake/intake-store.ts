// Submissions and their service requests, written with their event in one transaction.
import type { ServiceRequest, Submission } from '../../contracts/intake.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { type HubTable, putNew, type Write } from '../engine/hub-table.ts';
import { type Made, madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import { type NewEvent, pendingEvent } from '../outbox/outbox.ts';
import type { ServiceRequestItem } from '../source-system/items.ts';
import { serviceRequestKey } from '../source-system/keys.ts';
import { newServiceRequestItem, submissionItem, toServiceRequest, toSubmission } from './intake-items.ts';
import type { SubmissionItem } from './items.ts';
import { submissionKey } from './keys.ts';

export type AcceptOutcome =
  | { readonly kind: 'accepted' }
  /** An earlier call with this `Idempotency-Key` created it; its answer may have been lost. */
  | { readonly kind: 'accepted-before'; readonly made: Made };

export interface Acceptance {
  readonly submission: Submission;
  readonly event: NewEvent;
  readonly idempotency: IdempotentRequest | undefined;
  /** Further puts of new items in the same transaction, such as the declaration of a document. */
  readonly with?: readonly Write[];
}

export interface IntakeStore {
  /** One transaction: submission, service request, pending event, and the idempotency mark if the call has a key. */
  accept(acceptance: Acceptance): Promise<AcceptOutcome>;
  /** The result of an earlier call with this key, for a call that would be refused now. */
  acceptedBefore(idempotency: IdempotentRequest | undefined): Promise<Made | undefined>;
  submission(submissionId: string): Promise<Submission | undefined>;
  submissions(ids: readonly string[]): Promise<readonly Submission[]>;
  serviceRequest(requestNumber: string): Promise<ServiceRequest | undefined>;
  serviceRequests(numbers: readonly string[]): Promise<readonly ServiceRequest[]>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function intakeStore(table: HubTable, shards: number): IntakeStore {
  return {
    accept: (acceptance) => accept(table, shards, acceptance),
    acceptedBefore: (idempotency) => madeBefore(table, idempotency),
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

/** The three puts of new items that create a submission. */
export function acceptanceWrites(submission: Submission, event: NewEvent, shards: number): readonly Write[] {
  const items = [
    submissionItem(submission, event.eventId),
    newServiceRequestItem(submission),
    pendingEvent(event, shards),
  ];
  return items.map(putNew);
}

/** A client retry without a token finds the items of its own first attempt. */
async function isOwn(table: HubTable, submissionId: string, eventId: string): Promise<boolean> {
  return (await table.get<SubmissionItem>(submissionKey(submissionId)))?.event_id === eventId;
}

async function accept(table: HubTable, shards: number, acceptance: Acceptance): Promise<AcceptOutcome> {
  const { submission, event, idempotency, with: others = [] } = acceptance;
  const { submission_id, created_at } = submission;
  const outcome = await table.transact([
    ...acceptanceWrites(submission, event, shards),
    ...others,
    ...(idempotency === undefined
      ? []
      : [putIdempotencyMark(idempotency, { submission_id, event_id: event.eventId, created_at }, created_at)]),
  ]);
  if (outcome.kind === 'written') return { kind: 'accepted' };
  const before = await madeBefore(table, idempotency);
  if (before === undefined && (await isOwn(table, submission_id, event.eventId))) return { kind: 'accepted' };
  if (before === undefined) throw new Error(`the ids of ${submission_id} are already in use`);
  return { kind: 'accepted-before', made: before };
}
