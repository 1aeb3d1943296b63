// Changes a case's team, assignee, priority or due date: case and history entry in one transaction. There is no event,
// because the canonical model has none of these fields.
import type { Actor } from '../../shared/contracts/actor.ts';
import { makeId } from '../../shared/contracts/ids.ts';
import type { CaseChangeBody, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { decideAgainWhenRaced } from '../../shared/core/concurrency/races.ts';
import { idempotentRequestOf } from '../../shared/core/idempotency/idempotent-request.ts';
import { type CaseChangeDecision, changedCodes, decideCaseChange } from '../../shared/core/operations/case-changes.ts';
import { breached } from '../../shared/core/operations/due-dates.ts';
import { type Catalogue, refusals } from '../../shared/core/reference-data/reference-catalogue.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { invalidRequest } from '../../shared/errors/invalid-request.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';
import { type CaseChanged, changedBefore, changedMeanwhile, currentState, racedCase } from './case-state.ts';

export interface ChangeCaseDeps {
  readonly cases: Pick<CaseStore, 'get' | 'changeFields' | 'changeMadeWith'>;
  readonly catalogue: () => Promise<Catalogue>;
  readonly now: () => Date;
  readonly newUlid: () => string;
}

export interface ChangeCase {
  readonly caseId: string;
  readonly body: CaseChangeBody;
  readonly changedBy: Actor;
  /** Entity tag that the client has read; undefined or `*` matches any version. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
}

export async function changeCase(input: ChangeCase, deps: ChangeCaseDeps): Promise<CaseChanged> {
  const { caseId } = input;
  const idempotency = idempotentRequestOf(input);
  return decideAgainWhenRaced(racedCase, async () => {
    const current = found(await deps.cases.get(caseId), 'case', caseId);
    const decision = await decide(input, current, deps);
    if (decision instanceof HubError) return changedBefore({ caseId, idempotency }, deps.cases, decision);

    const entry = nextEntry(input, current, decision, deps);
    const outcome = await deps.cases.changeFields({
      caseId,
      version: current.version,
      fields: decision.fields,
      entry,
      idempotency,
    });
    if (outcome === 'changed') return { case: after(current, decision, entry), entry };
    return outcome === 'changed-before' ? changedBefore({ caseId, idempotency }, deps.cases, undefined) : undefined;
  });
}

type Change = Extract<CaseChangeDecision, { kind: 'changed' }>;

/** The change to make, or its refusal. */
async function decide(input: ChangeCase, current: OperationCase, deps: ChangeCaseDeps): Promise<Change | HubError> {
  const stale = changedMeanwhile(input.ifMatch, current);
  if (stale !== undefined) return stale;
  if (current.allowed_statuses.length === 0) return closed(current);

  const { change_reason: _, ...asked } = input.body;
  const catalogue = await deps.catalogue();
  const refused = refusals(changedCodes(current, asked), catalogue, deps.now().toISOString());
  if (refused.length > 0) return invalidRequest(refused);
  const decision = decideCaseChange(current, asked, catalogue);
  if (decision.kind === 'changed') return decision;
  if (decision.kind === 'refused') return invalidRequest(decision.fields);
  return new HubError({
    kind: 'conflict',
    code: 'CASE.UNCHANGED',
    message: decision.reason,
    details: currentState(current),
  });
}

function nextEntry(input: ChangeCase, current: OperationCase, change: Change, deps: ChangeCaseDeps): HistoryEntry {
  return {
    history_id: makeId('historyEntry', deps.newUlid()),
    kind: change.historyKind,
    previous_status: current.processing_status,
    new_status: current.processing_status,
    changes: change.changes,
    changed_by: input.changedBy.name,
    changed_by_id: input.changedBy.subject,
    change_reason: input.body.change_reason,
    changed_at: deps.now().toISOString(),
    version: current.version + 1,
    event_id: null,
  };
}

/** The case after this change; later changes are not included. */
function after(current: OperationCase, { fields }: Change, entry: HistoryEntry): OperationCase {
  const changed = { ...current, ...fields, version: entry.version, updated_at: entry.changed_at };
  return { ...changed, breached: breached(changed, entry.changed_at) };
}

const closed = (current: OperationCase): HubError =>
  new HubError({
    kind: 'conflict',
    code: 'CASE.CLOSED',
    message: `the case is ${current.processing_status}, which is final; reopen it to continue with a new case`,
    details: { ...currentState(current), reopened_as_case_id: current.reopened_as_case_id },
  });
