// Contract of the intake and source-system boundaries: bodies, answers and queries.
import * as z from 'zod/mini';
import { documentDeclaration, documentDeclared } from './document.ts';
import { caseId, correlationId, erasureId, eventId, requestNumber, submissionId } from './ids.ts';
import { anyOf, byAcceptance, classified, exportPage, made, requested } from './list-query.ts';
import { instant, pageQuery } from './page.ts';
import { referenceCode } from './reference.ts';
import { singleLine, text } from './text.ts';
import { requestLifecycleStatuses, submissionStatuses } from './values/submissions.ts';
import { textLimits } from './values/text-limits.ts';

const localPart = z.regex(new RegExp(`^[^@]{1,${textLimits.emailLocalPart}}@`), {
  error: `must have at most ${textLimits.emailLocalPart} characters before the @`,
});

const requester = {
  requester_name: text(textLimits.requesterName).check(singleLine),
  requester_email: z
    .email({
      error: ({ input }) =>
        input === undefined ? 'is required' : 'must be an e-mail address such as name@example.test',
    })
    .check(z.maxLength(textLimits.email), localPart),
  request_description: text(textLimits.description),
};
/** Codes of the reference catalogue; `shared/core/reference-data/reference-catalogue.ts` decides which are accepted. */
const classification = { request_type: referenceCode, priority: referenceCode, assigned_team: referenceCode };

/** Content of a submission. */
export const submissionFields = z.strictObject({ intake_method: referenceCode, ...requester, ...classification });
export type SubmissionFields = z.output<typeof submissionFields>;

/** Body of `POST /intake/submissions`. Unknown fields are refused by name. */
export const submissionBody = z.strictObject({
  ...submissionFields.shape,
  /** Declares one document in the same call; the answer has its upload link. */
  document: z.optional(documentDeclaration),
});
export type SubmissionBody = z.output<typeof submissionBody>;

/** Body of `PATCH /intake/submissions/{submission_id}`; absent fields stay. */
export const submissionEdit = z
  .strictObject({
    requester_name: z.optional(requester.requester_name),
    requester_email: z.optional(requester.requester_email),
    request_description: z.optional(requester.request_description),
    request_type: z.optional(referenceCode),
    priority: z.optional(referenceCode),
    assigned_team: z.optional(referenceCode),
  })
  .check(z.refine((body) => Object.keys(body).length > 0, { error: 'must name at least one field to change' }));
export type SubmissionEdit = z.output<typeof submissionEdit>;

/** Body of `POST /intake/submissions/{submission_id}/withdraw`. */
export const withdrawal = z.strictObject({ reason: text(textLimits.reason) });

export type SubmissionStatus = (typeof submissionStatuses)[number];

export const submission = z.object({
  submission_id: submissionId,
  ...submissionFields.shape,
  // Masked for callers who may not read personal data and replaced by an erasure, so not limited as in a body.
  requester_name: z.string(),
  requester_email: z.string(),
  request_description: z.string(),
  submission_status: z.enum(submissionStatuses),
  correlation_id: correlationId,
  request_number: requestNumber,
  /** 1 when accepted; each edit, withdrawal or erasure adds 1. */
  version: z.number(),
  created_at: instant,
  created_by: z.string(),
  /** The token's subject; unlike the name it is unique and never changes. */
  created_by_id: z.optional(z.string()),
  updated_at: instant,
  withdrawn_at: z.nullable(instant),
  withdrawn_by: z.nullable(z.string()),
  withdraw_reason: z.nullable(z.string()),
  /** Instant of the erasure of the requester's data. */
  erased_at: z.nullable(instant),
  /** The terminal case that this submission reopens. */
  reopens_case_id: z.nullable(caseId),
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
  /** Present when the call declared a document. */
  document: z.optional(documentDeclared),
});
export type SubmissionAccepted = z.output<typeof submissionAccepted>;

export const submissionChangeKinds = ['edited', 'withdrawn', 'erased'] as const;
export type SubmissionChangeKind = (typeof submissionChangeKinds)[number];

/** One change of a submission in its audit: names of the changed fields, never their values. */
export const submissionHistoryEntry = z.object({
  kind: z.enum(submissionChangeKinds),
  fields: z.array(z.string()),
  changed_by: z.string(),
  changed_by_id: z.string(),
  changed_at: instant,
  /** Version of the submission after this change. */
  version: z.number(),
  /** The event of the submission after this change; null when there is none. */
  event_id: z.nullable(eventId),
});
export type SubmissionHistoryEntry = z.output<typeof submissionHistoryEntry>;

/** Body of `POST /intake/erasures`: every submission of this requester is erased. */
export const erasureBody = z.strictObject({
  requester_email: requester.requester_email,
  reason: text(textLimits.reason),
});

/** Result of an erasure. It stores only a keyed hash of the address, so that a later call finds it again. */
export const erasure = z.object({
  erasure_id: erasureId,
  requester_hash: z.string(),
  status: z.enum(['running', 'completed']),
  submissions_erased: z.number(),
  documents_erased: z.number(),
  reason: z.string(),
  requested_by: z.string(),
  requested_at: instant,
  completed_at: z.nullable(instant),
});
export type Erasure = z.output<typeof erasure>;

export const serviceRequest = z.object({
  request_number: requestNumber,
  submission_id: submissionId,
  correlation_id: correlationId,
  request_type: z.string(),
  priority: z.string(),
  assigned_team: z.string(),
  lifecycle_status: z.enum(requestLifecycleStatuses),
  version: z.number(),
  created_at: instant,
  updated_at: instant,
});
export type ServiceRequest = z.output<typeof serviceRequest>;

export const submissionFilters = {
  status: z.optional(anyOf(submissionStatuses)),
  ...classified,
  ...requested,
  ...made,
  sort: byAcceptance,
};
export const submissionListQuery = z.strictObject({ ...pageQuery.shape, ...submissionFilters });
export type SubmissionListQuery = z.output<typeof submissionListQuery>;
export const submissionExportQuery = z.strictObject({ ...exportPage, ...submissionFilters });

export const serviceRequestListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.optional(anyOf(requestLifecycleStatuses)),
  ...classified,
  ...made,
  sort: byAcceptance,
});
export type ServiceRequestListQuery = z.output<typeof serviceRequestListQuery>;
