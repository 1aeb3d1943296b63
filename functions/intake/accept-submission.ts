// Accepts a submission: one transaction writes the submission, its service request and its event.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { Submission, SubmissionAccepted, SubmissionBody } from '../../shared/contracts/intake.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { requestCreatedData } from '../../shared/core/intake/new-request.ts';
import type { Catalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';
import type { Made } from '../../shared/table/engine/idempotency-mark.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';
import {
  type DocumentDeclaring,
  type DocumentWithSubmission,
  documentWithSubmission,
} from './declare-with-submission.ts';
import { unknownCodes } from './known-codes.ts';

export interface AcceptSubmissionDeps {
  readonly intake: Pick<IntakeStore, 'accept' | 'acceptedBefore'>;
  /** Cached reference values, at most a few seconds old. */
  readonly catalogue: () => Promise<Catalogue>;
  /** Declares the document of a submission. @default submissions cannot declare one */
  readonly documents?: DocumentDeclaring;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface AcceptSubmission {
  readonly body: SubmissionBody;
  readonly submittedBy: Actor;
  readonly traceparent: string;
  readonly idempotencyKeyHash: string | undefined;
  /** Hash of the payload, compared when the key is used again. */
  readonly payloadFingerprint?: string | undefined;
}

export async function acceptSubmission(
  input: AcceptSubmission,
  deps: AcceptSubmissionDeps,
): Promise<SubmissionAccepted> {
  const createdAt = deps.now().toISOString();
  const catalogue = await deps.catalogue();
  const problems = unknownCodes(input.body, catalogue, createdAt);
  // A repeated request gets its first answer, although its codes may be retired since.
  const madeBefore = problems.length === 0 ? undefined : await deps.intake.acceptedBefore(idempotentRequestOf(input));
  if (problems.length > 0 && madeBefore === undefined) throw invalidRequest(problems);
  const document = documentOf(input, deps);
  if (madeBefore !== undefined) return answerAgain(madeBefore, document);
  const submission = newSubmission(input, deps.newUlid(), createdAt);
  const event = {
    eventId: makeId('event', deps.newUlid()),
    correlationId: submission.correlation_id,
    eventType: 'RequestCreated' as const,
    sourceSystem: 'intake',
    subject: submission.submission_id,
    traceparent: input.traceparent,
    createdAt,
    data: requestCreatedData(submission, catalogue),
  };

  const outcome = await deps.intake.accept({
    submission,
    event,
    idempotency: idempotentRequestOf(input),
    with: document?.writes(submission.submission_id, createdAt) ?? [],
  });

  if (outcome.kind === 'accepted') return answer(submission.submission_id, event.eventId, createdAt, document);
  // An earlier call with this key wrote the submission and its answer was lost; this call returns the same answer.
  return answerAgain(outcome.made, document);
}

const answerAgain = (
  { submission_id = '', event_id = '', created_at = '' }: Made,
  document: DocumentWithSubmission | undefined,
): Promise<SubmissionAccepted> => answer(submission_id, event_id, created_at, document);

function documentOf({ body, submittedBy }: AcceptSubmission, { documents }: AcceptSubmissionDeps) {
  if (body.document === undefined) return undefined;
  if (documents === undefined) throw new Error('this function has no store to declare documents');
  return documentWithSubmission(body.document, submittedBy, documents);
}

function newSubmission({ body, submittedBy }: AcceptSubmission, ulid: string, createdAt: string): Submission {
  const { document: _, ...fields } = body;
  return {
    submission_id: makeId('submission', ulid),
    ...fields,
    submission_status: 'received',
    correlation_id: makeId('correlation', ulid),
    request_number: makeId('serviceRequest', ulid),
    version: 1,
    created_at: createdAt,
    created_by: submittedBy.name,
    created_by_id: submittedBy.subject,
    updated_at: createdAt,
    withdrawn_at: null,
    withdrawn_by: null,
    withdraw_reason: null,
    erased_at: null,
    reopens_case_id: null,
  };
}

async function answer(
  submissionId: string,
  eventId: string,
  createdAt: string,
  document: DocumentWithSubmission | undefined,
): Promise<SubmissionAccepted> {
  const ulid = ulidOf(submissionId);
  const requestNumber = makeId('serviceRequest', ulid);
  return {
    submission_id: submissionId,
    submission_status: 'received',
    request_number: requestNumber,
    event_id: eventId,
    correlation_id: makeId('correlation', ulid),
    created_at: createdAt,
    links: {
      self: `/intake/submissions/${submissionId}`,
      service_request: `/source-system/service-requests/${requestNumber}`,
      record: `/dashboard/records/${submissionId}`,
    },
    ...(document === undefined ? {} : { document: await document.declared(submissionId, createdAt) }),
  };
}
