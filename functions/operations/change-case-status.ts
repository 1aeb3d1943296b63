// Changes a case's status: case, history and event in one transaction. The canonical object follows later, by the sync function.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { CaseStatus, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { allowedStatuses, decideTransition } from '../../shared/core/case-transitions.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/case-store.ts';

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
  /** Version the client has seen, as an entity tag; undefined or `*` when it does not mind. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKeyHash: string | undefined;
  readonly traceparent: string;
}

export interface StatusChanged {
  readonly case: OperationCase;
  readonly entry: HistoryEntry;
}

const maxRaces = 5;

export async function changeCaseStatus(input: ChangeCaseStatus, deps: ChangeCaseStatusDeps): Promise<StatusChanged> {
  for (let race = 0; race < maxRaces; race += 1) {
    const current = found(await deps.cases.get(input.caseId), 'case', input.caseId);
    const refusal = refusalOf(input, current);
    if (refusal !== undefined) return changedBefore(input, current, deps, refusal);

    const entry = nextEntry(input, current, deps);
    const outcome = await deps.cases.changeStatus({
      caseId: input.caseId,
      from: current.processing_status,
      to: input.newStatus,
      version: current.version,
      entry,
      event: eventOf(input, current, entry),
      ...(input.idempotencyKeyHash === undefined ? {} : { idempotencyKeyHash: input.idempotencyKeyHash }),
    });
    if (outcome === 'changed') return { case: after(current, entry), entry };
    // Somebody was faster: decide again on what the case is now.
  }
  throw new HubError({
    kind: 'transient',
    code: 'CASE.CONTENDED',
    message: `the case was changed by others ${maxRaces} times meanwhile; read it and try again`,
  });
}

/** The case as this change left it; others may have changed it again since. */
function after(current: OperationCase, entry: HistoryEntry): OperationCase {
  return {
    ...current,
    processing_status: entry.new_status,
    version: entry.version,
    updated_at: entry.changed_at,
    allowed_statuses: [...allowedStatuses(entry.new_status)],
  };
}

/** A refusal stands, unless this very call has been carried out before and its answer was lost. */
async function changedBefore(
  input: ChangeCaseStatus,
  current: OperationCase,
  deps: ChangeCaseStatusDeps,
  refusal: HubError,
): Promise<StatusChanged> {
  const { caseId, idempotencyKeyHash } = input;
  const entry =
    idempotencyKeyHash === undefined ? undefined : await deps.cases.changeMadeWith(caseId, idempotencyKeyHash);
  if (entry === undefined) throw refusal;
  return { case: current, entry };
}

function refusalOf(input: ChangeCaseStatus, current: OperationCase): HubError | undefined {
  if (input.ifMatch !== undefined && input.ifMatch !== '*' && input.ifMatch !== String(current.version)) {
    return new HubError({
      kind: 'precondition-failed',
      code: 'CASE.CHANGED_MEANWHILE',
      message: `the case was changed since you read it: it is ${current.processing_status} at version ${current.version} now`,
      details: { current_etag: `"${current.version}"`, current_status: current.processing_status },
    });
  }
  const decision = decideTransition(current.processing_status, input.newStatus);
  if (decision.kind === 'allowed') return undefined;
  return new HubError({
    kind: 'conflict',
    code: 'CASE.ILLEGAL_TRANSITION',
    message: decision.reason,
    details: { current_status: current.processing_status, allowed: decision.allowed },
  });
}

function nextEntry(input: ChangeCaseStatus, current: OperationCase, deps: ChangeCaseStatusDeps): HistoryEntry {
  return {
    history_id: makeId('historyEntry', deps.newUlid()),
    previous_status: current.processing_status,
    new_status: input.newStatus,
    changed_by: input.changedBy.name,
    changed_by_id: input.changedBy.subject,
    change_reason: input.reason,
    changed_at: deps.now().toISOString(),
    version: current.version + 1,
    event_id: makeId('event', deps.newUlid()),
  };
}

function eventOf(input: ChangeCaseStatus, current: OperationCase, entry: HistoryEntry) {
  const { previous_status, new_status, changed_by } = entry;
  return {
    eventId: entry.event_id,
    correlationId: current.correlation_id,
    eventType: 'OperationalCaseStatusChanged' as const,
    sourceSystem: 'operational',
    subject: input.caseId,
    causationId: entry.history_id,
    traceparent: input.traceparent,
    createdAt: entry.changed_at,
    // Without the reason: it is free text, and nobody downstream needs it.
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
