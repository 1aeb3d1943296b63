// The edge of the intake and source-system boundaries: what a requester sends and what is answered.
import * as z from 'zod/mini';
import { correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { instant } from './page.ts';
import { assignedTeam, intakeMethod, priority, requestType } from './reference.ts';
import { singleLine, text } from './text.ts';

/** Body of `POST /intake/submissions`. Unknown fields are refused by name. */
export const submissionBody = z.strictObject({
  intake_method: intakeMethod,
  requester_name: text(200).check(singleLine),
  requester_email: z.email({ error: 'must be an e-mail address such as name@example.test' }).check(z.maxLength(254)),
  request_description: text(4000),
  request_type: requestType,
  priority: priority,
  assigned_team: assignedTeam,
});
export type SubmissionBody = z.output<typeof submissionBody>;

export const submissionStatuses = ['received'] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

export const submission = z.object({
  submission_id: submissionId,
  ...submissionBody.shape,
  // Masked for callers who may not read personal data, so wider than what is accepted.
  requester_email: z.string(),
  submission_status: z.enum(submissionStatuses),
  correlation_id: correlationId,
  request_number: requestNumber,
  created_at: instant,
  created_by: z.string(),
  /** The token's subject: names may be shared and changed, this is not. */
  created_by_id: z.optional(z.string()),
});
export type Submission = z.output<typeof submission>;

/** Answer of `POST /intake/submissions`. */
export const submissionAccepted = z.object({
  submission_id: submissionId,
  submission_status: z.enum(submissionStatuses),
  request_number: requestNumber,
  event_id: eventId,
  correlation_id: correlationId,
  created_at: instant,
  links: z.object({ self: z.string(), service_request: z.string(), record: z.string() }),
});
export type SubmissionAccepted = z.output<typeof submissionAccepted>;

export const requestLifecycleStatuses = ['submitted'] as const;

export const serviceRequest = z.object({
  request_number: requestNumber,
  submission_id: submissionId,
  correlation_id: correlationId,
  request_type: requestType,
  priority: priority,
  assigned_team: assignedTeam,
  lifecycle_status: z.enum(requestLifecycleStatuses),
  created_at: instant,
});
export type ServiceRequest = z.output<typeof serviceRequest>;
