// Changes the status of several cases in one call. Each case is its own change with its own outcome: a refusal does not
// stop the others, and a repetition after a crash finds the changes that were made.
import type { Actor } from '../../shared/contracts/actor.ts';
import type { BulkOutcome, BulkResult } from '../../shared/contracts/bulk.ts';
import type { CaseStatus } from '../../shared/contracts/operations.ts';
import { eachOutcome, notDone } from '../../shared/core/bulk/bulk-outcomes.ts';
import type { HubError } from '../../shared/errors/hub-error.ts';
import { type ChangeCaseStatusDeps, changeCaseStatus } from './change-case-status.ts';

export interface ChangeStatuses {
  /** Without duplicates. */
  readonly caseIds: readonly string[];
  readonly newStatus: CaseStatus;
  readonly reason: string;
  readonly changedBy: Actor;
  readonly idempotencyKeyHash: string | undefined;
  readonly payloadFingerprint?: string | undefined;
  readonly traceparent: string;
}

/** Concurrent changes: 100 cases take 13 rounds, well within the function's 15 s. */
const atOnce = 8;

/** Outcomes have the order of `caseIds`. */
export async function changeStatuses(input: ChangeStatuses, deps: ChangeCaseStatusDeps): Promise<BulkResult> {
  const { caseIds, ...change } = input;
  return eachOutcome({
    ids: caseIds,
    atOnce,
    act: async (id) => {
      const { entry } = await changeCaseStatus({ ...change, caseId: id, ifMatch: undefined }, deps);
      const detail = `changed from ${entry.previous_status} to ${entry.new_status}`;
      return { id, outcome: 'done', code: null, detail, version: entry.version };
    },
    refused: outcomeOf,
  });
}

function outcomeOf(id: string, error: HubError): BulkOutcome {
  const { allowed, current_version } = error.details as Partial<{
    allowed: readonly CaseStatus[];
    current_version: number;
  }>;
  return {
    ...notDone(id, error),
    ...(allowed === undefined ? {} : { allowed: [...allowed] }),
    version: current_version ?? null,
  };
}
