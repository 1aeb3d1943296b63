// Changes a case's status: case, history entry and event in one transaction. Sync updates the canonical object later.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { CaseStatus, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { decideAgainWhenRaced } from '../../shared/core/concurrency/races.ts';
import { type IdempotentRequest, idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { allowedStatuses, decideTransition } from '../../shared/core/operations/case-transitions.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';
import type { NewEvent } from '../../shared/table/outbox/outbox.ts';
import { type CaseChanged, changedBefore, changedMeanwhile, currentState, racedCase } from './case-state.ts';

export interface ChangeCaseStatusDeps {
  readonly cases: Pick<CaseStore, 'get' | 'changeStatus' | 'changeMadeWith'>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface ChangeCaseStatus {
  readonly caseId: string;
  readonly newStatus: CaseStatus;
  readonly reason: string;
  readonly changedBy: Actor;
  /** Entity tag that the client has read; undefined or `*` matches any version. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
  readonly traceparent: string;
}

export async function changeCaseStatus(input: ChangeCaseStatus, deps: ChangeCaseStatusDeps): Promise<CaseChanged> {
  const { caseId } = input;
  const idempotency = idempotentRequestOfCase(input);
  return decideAgainWhenRaced(racedCase, async () => {
    const current = found(await deps.cases.get(caseId), 'case', caseId);
    const refusal = refusalOf(input, current);
    if (refusal !== undefined) return changedBefore({ caseId, idempotency }, deps.cases, refusal);

    const eventId = makeId('event', deps.newUlid());
    const entry = nextEntry(input, current, eventId, deps);
    const outcome = await deps.cases.changeStatus({
      caseId,
      from: current.processing_status,
      to: input.newStatus,
      version: current.version,
      dueAt: current.due_at,
      entry,
      event: eventOf(input, current, entry, eventId),
      idempotency,
    });
    if (outcome === 'changed') return { case: after(current, entry), entry };
    return outcome === 'changed-before' ? changedBefore({ caseId, idempotency }, deps.cases, undefined) : undefined;
  });
}

/** The case after this change; later changes are not included. */
function after(current: OperationCase, entry: HistoryEntry): OperationCase {
  return {
    ...current,
    processing_status: entry.new_status,
    version: entry.version,
    updated_at: entry.changed_at,
    ...closing(entry),
    allowed_statuses: [...allowedStatuses(entry.new_status)],
  };
}

const closing = (entry: HistoryEntry) =>
  allowedStatuses(entry.new_status).length === 0 ? { closed_at: entry.changed_at } : {};

/** A call may change several cases, so each case has its own idempotency mark. */
function idempotentRequestOfCase(input: ChangeCaseStatus): IdempotentRequest | undefined {
  const idempotency = idempotentRequestOf(input);
  return idempotency === undefined ? undefined : { ...idempotency, keyHash: `${idempotency.keyHash}#${input.caseId}` };
}

function refusalOf(input: ChangeCaseStatus, current: OperationCase): HubError | undefined {
  const stale = changedMeanwhile(input.ifMatch, current);
  if (stale !== undefined) return stale;
  const decision = decideTransition(current.processing_status, input.newStatus);
  if (decision.kind === 'allowed') return undefined;
  return new HubError({
    kind: 'conflict',
    code: 'CASE.ILLEGAL_TRANSITION',
    message: decision.reason,
    details: currentState(current),
  });
}

function nextEntry(
  input: ChangeCaseStatus,
  current: OperationCase,
  eventId: string,
  deps: ChangeCaseStatusDeps,
): HistoryEntry {
  return {
    history_id: makeId('historyEntry', deps.newUlid()),
    kind: 'status',
    previous_status: current.processing_status,
    new_status: input.newStatus,
    changes: [],
    changed_by: input.changedBy.name,
    changed_by_id: input.changedBy.subject,
    change_reason: input.reason,
    changed_at: deps.now().toISOString(),
    version: current.version + 1,
    event_id: eventId,
  };
}

function eventOf(input: ChangeCaseStatus, current: OperationCase, entry: HistoryEntry, eventId: string): NewEvent {
  const { previous_status, new_status, changed_by } = entry;
  return {
    eventId,
    correlationId: current.correlation_id,
    eventType: 'OperationalCaseStatusChanged',
    sourceSystem: 'operational',
    subject: input.caseId,
    causationId: entry.history_id,
    traceparent: input.traceparent,
    createdAt: entry.changed_at,
    // Without the reason, which is free text and not needed downstream.
    data: {
      operation_case_id: input.caseId,
      submission_id: current.submission_id,
      previous_status,
      new_status,
      changed_by,
      case_version: entry.version,
    },
  };
}
