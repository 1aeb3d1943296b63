// What travels on the queue: CloudEvents 1.0 in JSON, self-contained, one event per message.
import * as z from 'zod/mini';
import { caseId, correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { caseStatus } from './operations.ts';
import { cloudEventTypes } from './values/event-types.ts';

// Data may have grown members since: they are kept, because the sync compares a message's data with the outbox's.

/** Data of `RequestCreated`: all that a case and a canonical object are made from; no personal data. */
export const requestCreatedData = z.looseObject({
  submission_id: submissionId,
  request_number: requestNumber,
  request_type: z.string(),
  priority: z.string(),
  assigned_team: z.string(),
  /** When the case is due, by its priority; absent from events of older versions. */
  due_at: z.optional(z.string()),
  /** The terminal case that this request reopens. */
  reopens_case_id: z.optional(caseId),
});
export type RequestCreatedData = z.output<typeof requestCreatedData>;

/** Data of `OperationalCaseStatusChanged`. */
export const caseStatusChangedData = z.looseObject({
  operation_case_id: caseId,
  submission_id: submissionId,
  previous_status: caseStatus,
  new_status: caseStatus,
  changed_by: z.string(),
  /** Version of the case after the change; later versions win over earlier ones, whatever arrives first. */
  case_version: z.number().check(z.int(), z.gte(2), z.lte(999_999)),
});
export type CaseStatusChangedData = z.output<typeof caseStatusChangedData>;

const attributes = {
  specversion: z.literal('1.0'),
  id: eventId,
  source: z.string(),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: correlationId,
  causationid: z.optional(z.string()),
  traceparent: z.string(),
};

/** The event types of the wire. A type ends in its major version; unknown ones are parked, never dropped. */
export const envelope = z.discriminatedUnion('type', [
  z.object({ ...attributes, type: z.literal(cloudEventTypes.RequestCreated), data: requestCreatedData }),
  z.object({
    ...attributes,
    type: z.literal(cloudEventTypes.OperationalCaseStatusChanged),
    data: caseStatusChangedData,
  }),
]);
export type Envelope = z.output<typeof envelope>;
