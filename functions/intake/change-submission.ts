// Shared by edit and withdrawal: changes a submission that sync has not processed yet. The same transaction settles the
// pending event as skipped, so that sync never sees a mix of old and new values.
import { requireOwner } from '../../shared/auth/ownership.ts';
import type { Actor } from '../../shared/contracts/actor.ts';
import type { Submission } from '../../shared/contracts/intake.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { decideAgainWhenRaced, isStale } from '../../shared/core/concurrency/races.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { changeRefusal } from '../../shared/core/intake/submission-changes.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type {
  CurrentSubmission,
  SubmissionChange,
  SubmissionChangeStore,
} from '../../shared/table/intake/submission-change-store.ts';
import type { EventItem, SyncResult } from '../../shared/table/outbox/items.ts';

export interface ChangeSubmissionDeps {
  readonly changes: Pick<SubmissionChangeStore, 'current' | 'change' | 'madeWith'>;
  readonly now: () => Date;
  /** Version of the hub for the sync log of the event that a change settles. */
  readonly workerVersion: string;
}

/** Permission to edit or withdraw a submission of another person. */
export const othersPermission = 'submission:edit-any';

export interface ChangeSubmission {
  readonly submissionId: string;
  readonly changedBy: Actor & { readonly role: Role };
  /** Entity tag that the client has read; undefined or `*` matches any version. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
  readonly traceparent: string;
}

/** The change to write; undefined when nothing changes. */
type Decide = (
  current: CurrentSubmission & { readonly event: EventItem },
) => Pick<SubmissionChange, 'kind' | 'submission' | 'fields' | 'sync' | 'event'> | undefined;

/** Reads the submission, decides and writes; repeats when another call was faster. */
export const changeSubmission = (
  input: ChangeSubmission,
  deps: ChangeSubmissionDeps,
  decide: Decide,
): Promise<Submission> =>
  decideAgainWhenRaced({ entity: 'submission', code: 'SUBMISSION.CONTENDED' }, () =>
    attemptChange(input, deps, decide),
  );

/** @returns undefined when another call was faster */
async function attemptChange(
  input: ChangeSubmission,
  deps: ChangeSubmissionDeps,
  decide: Decide,
): Promise<Submission | undefined> {
  const idempotency = idempotentRequestOf(input);
  const current = found(await deps.changes.current(input.submissionId), 'submission', input.submissionId);
  const { submission, event } = current;
  requireOwner(input.changedBy, { id: submission.submission_id, madeBy: submission.created_by_id }, othersPermission);
  const refusal = staleness(input.ifMatch, submission) ?? changeRefusal(submission, event?.event_status);
  if (refusal !== undefined || event === undefined) {
    // When an earlier call with this key did the change and its answer was lost, its result replaces the refusal.
    if ((await deps.changes.madeWith(idempotency)) !== undefined) return submission;
    throw refusal ?? new Error(`${input.submissionId} has no event`);
  }
  const decision = decide({ submission, event });
  if (decision === undefined) return submission;
  const outcome = await deps.changes.change({ ...decision, changedBy: input.changedBy, settles: event, idempotency });
  if (outcome === 'changed') return decision.submission;
  return (await deps.changes.madeWith(idempotency)) === undefined
    ? undefined
    : (await deps.changes.current(input.submissionId))?.submission;
}

function staleness(ifMatch: string | undefined, { version, submission_status }: Submission): HubError | undefined {
  if (!isStale(ifMatch, version)) return undefined;
  return new HubError({
    kind: 'precondition-failed',
    code: 'SUBMISSION.CHANGED_MEANWHILE',
    message: `the submission was changed since you read it: it is now ${submission_status} at version ${version}`,
    details: { current_etag: `"${version}"`, current_status: submission_status },
  });
}

/** Attempt 0, because no delivery settled the event. */
export const skipped = (message: string, at: string, deps: ChangeSubmissionDeps): SyncResult => ({
  outcome: 'skipped',
  message,
  attempt: 0,
  worker_version: deps.workerVersion,
  processed_at: at,
});
