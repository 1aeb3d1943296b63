// Reopens a terminal case as a new, linked request; the old case stays terminal. Sync creates the new case when it
// processes the event of the request.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { Submission } from '../../shared/contracts/intake.ts';
import type { CaseReopened, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { decideAgainWhenRaced } from '../../shared/core/concurrency/races.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { requestCreatedData } from '../../shared/core/intake/new-request.ts';
import type { Catalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';
import type { CaseReopenStore, Reopening } from '../../shared/table/operations/case-reopen-store.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';
import { changedMeanwhile, currentState, racedCase } from './case-state.ts';

export interface ReopenCaseDeps {
  readonly cases: Pick<CaseStore, 'get'>;
  readonly reopenings: CaseReopenStore;
  readonly intake: Pick<IntakeStore, 'submission'>;
  readonly catalogue: () => Promise<Catalogue>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface ReopenCase {
  readonly caseId: string;
  readonly reason: string;
  readonly reopenedBy: Actor;
  /** Entity tag that the client has read; undefined or `*` matches any version. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
  readonly traceparent: string;
}

export async function reopenCase(input: ReopenCase, deps: ReopenCaseDeps): Promise<CaseReopened> {
  const { caseId } = input;
  return decideAgainWhenRaced(racedCase, async () => {
    const current = found(await deps.cases.get(caseId), 'case', caseId);
    const refusal = refusalOf(input, current);
    if (refusal !== undefined) return reopenedBefore(input, deps, refusal);
    const source = found(await deps.intake.submission(current.submission_id), 'submission', current.submission_id);
    if (source.erased_at !== null) throw erased(source);

    const reopening = newRequest(input, current, source, await deps.catalogue(), deps);
    const outcome = await deps.reopenings.reopen(reopening);
    if (outcome === 'reopened') {
      return answer(caseId, reopening.newSubmission.submission_id, reopening.event.eventId);
    }
    return outcome === 'reopened-before' ? reopenedBefore(input, deps, undefined) : undefined;
  });
}

function refusalOf(input: ReopenCase, current: OperationCase): HubError | undefined {
  const stale = changedMeanwhile(input.ifMatch, current);
  if (stale !== undefined) return stale;
  if (current.reopened_as_case_id !== null) {
    return new HubError({
      kind: 'conflict',
      code: 'CASE.REOPENED_ALREADY',
      message: `the case was already reopened as ${current.reopened_as_case_id}; continue there`,
      details: { ...currentState(current), reopened_as_case_id: current.reopened_as_case_id },
    });
  }
  if (current.allowed_statuses.length === 0) return undefined;
  return new HubError({
    kind: 'conflict',
    code: 'CASE.NOT_TERMINAL',
    message: `the case is ${current.processing_status}; only a completed or rejected case can be reopened`,
    details: currentState(current),
  });
}

/** When an earlier call with this key did the reopening and its answer was lost, its result replaces the refusal. */
async function reopenedBefore(
  input: ReopenCase,
  deps: ReopenCaseDeps,
  refusal: HubError | undefined,
): Promise<CaseReopened | undefined> {
  const made = await deps.reopenings.reopenedWith(idempotentRequestOf(input));
  if (made !== undefined) return answer(input.caseId, made['submission_id'] ?? '', made['event_id'] ?? '');
  if (refusal !== undefined) throw refusal;
  return undefined;
}

const erased = (source: Submission): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'SUBMISSION.ERASED',
    message: `the case cannot be reopened: the requester's data of ${source.submission_id} were erased at ${source.erased_at}; submit a new request`,
  });

/** The original request with the final classification of its case. */
function newRequest(
  input: ReopenCase,
  current: OperationCase,
  source: Submission,
  catalogue: Catalogue,
  deps: ReopenCaseDeps,
): Reopening {
  const at = deps.now().toISOString();
  const ulid = deps.newUlid();
  const newCaseId = makeId('case', ulid);
  const { request_type, priority, assigned_team } = current;
  const newSubmission: Submission = {
    ...source,
    ...{ request_type, priority, assigned_team },
    submission_id: makeId('submission', ulid),
    correlation_id: makeId('correlation', ulid),
    request_number: makeId('serviceRequest', ulid),
    submission_status: 'received',
    version: 1,
    created_at: at,
    updated_at: at,
    created_by: input.reopenedBy.name,
    created_by_id: input.reopenedBy.subject,
    reopens_case_id: input.caseId,
  };
  const entry = nextEntry(input, current, newCaseId, at, deps.newUlid());
  return {
    caseId: input.caseId,
    version: current.version,
    newCaseId,
    entry,
    submissionId: source.submission_id,
    newSubmission,
    event: {
      eventId: makeId('event', deps.newUlid()),
      correlationId: newSubmission.correlation_id,
      eventType: 'RequestCreated',
      sourceSystem: 'operational',
      subject: newSubmission.submission_id,
      causationId: entry.history_id,
      traceparent: input.traceparent,
      createdAt: at,
      data: requestCreatedData(newSubmission, catalogue),
    },
    idempotency: idempotentRequestOf(input),
  };
}

function nextEntry(
  { reopenedBy, reason }: ReopenCase,
  current: OperationCase,
  newCaseId: string,
  at: string,
  ulid: string,
): HistoryEntry {
  return {
    history_id: makeId('historyEntry', ulid),
    kind: 'reopened',
    previous_status: current.processing_status,
    new_status: current.processing_status,
    changes: [{ field: 'reopened_as_case_id', from: null, to: newCaseId }],
    changed_by: reopenedBy.name,
    changed_by_id: reopenedBy.subject,
    change_reason: reason,
    changed_at: at,
    version: current.version + 1,
    event_id: null,
  };
}

function answer(oldCaseId: string, submissionId: string, eventId: string): CaseReopened {
  const ulid = ulidOf(submissionId);
  const caseId = makeId('case', ulid);
  return {
    operation_case_id: caseId,
    reopens_case_id: oldCaseId,
    submission_id: submissionId,
    request_number: makeId('serviceRequest', ulid),
    event_id: eventId,
    links: { self: `/operational/cases/${caseId}`, record: `/dashboard/records/${submissionId}` },
  };
}
