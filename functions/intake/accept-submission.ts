// Accepts a submission: one transaction makes the submission, its service request and the event that carries it on.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { Submission, SubmissionAccepted, SubmissionBody } from '../../shared/contracts/intake.ts';
import type { IntakeStore } from '../../shared/table/intake-store.ts';

export interface AcceptSubmissionDeps {
  readonly intake: Pick<IntakeStore, 'accept'>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface AcceptSubmission {
  readonly body: SubmissionBody;
  readonly submittedBy: Actor;
  readonly traceparent: string;
  readonly idempotencyKeyHash: string | undefined;
}

export async function acceptSubmission(
  input: AcceptSubmission,
  deps: AcceptSubmissionDeps,
): Promise<SubmissionAccepted> {
  const createdAt = deps.now().toISOString();
  const ulid = deps.newUlid();
  const eventId = makeId('event', deps.newUlid());
  const submission: Submission = {
    submission_id: makeId('submission', ulid),
    ...input.body,
    submission_status: 'received',
    correlation_id: makeId('correlation', ulid),
    request_number: makeId('serviceRequest', ulid),
    created_at: createdAt,
    created_by: input.submittedBy.name,
    created_by_id: input.submittedBy.subject,
  };
  const { submission_id, request_number, request_type, priority, assigned_team } = submission;
  const event = {
    eventId,
    correlationId: submission.correlation_id,
    eventType: 'RequestCreated' as const,
    sourceSystem: 'intake',
    subject: submission_id,
    traceparent: input.traceparent,
    createdAt,
    // No personal data: the case and the canonical object are made without it.
    data: { submission_id, request_number, request_type, priority, assigned_team },
  };

  const outcome = await deps.intake.accept(submission, event, input.idempotencyKeyHash);

  if (outcome.kind === 'accepted') return answer(submission_id, eventId, createdAt);
  // An earlier call with this key wrote all of this, but its answer was lost: give the same answer again.
  return answer(outcome.submissionId, outcome.eventId, outcome.createdAt);
}

function answer(submissionId: string, eventId: string, createdAt: string): SubmissionAccepted {
  const ulid = submissionId.slice(submissionId.indexOf('-') + 1);
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
  };
}
