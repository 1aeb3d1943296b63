// Possible status changes of a case, with the reason for each impossible one. The API decides.
import type { CaseStatus } from '../../../shared/contracts/operations.ts';
import type { Role } from '../../../shared/contracts/values/permissions.ts';
import { lacking } from '../auth/permission.ts';
import { statusLabel } from './labels.ts';

export interface WorkflowAction {
  readonly target: CaseStatus;
  /** Button label, an imperative. */
  readonly label: string;
  /** True for a terminal status. */
  readonly final: boolean;
  /** Reason why it is impossible now; null when it is possible. */
  readonly unavailable: string | null;
}

/** No transition leads back to `open`, so it is not offered. */
export const offeredChanges = [
  { target: 'in_progress', label: 'Start work', final: false },
  { target: 'completed', label: 'Complete', final: true },
  { target: 'rejected', label: 'Reject', final: true },
] as const satisfies readonly Omit<WorkflowAction, 'unavailable'>[];

/** Actions on a case in status `current` with the API's `allowed` statuses, for a person with `role`. */
export function workflowActions(
  current: CaseStatus,
  allowed: readonly CaseStatus[],
  role: Role,
): readonly WorkflowAction[] {
  const missing = lacking(role, 'case:change-status');
  return offeredChanges.map((action) => ({
    ...action,
    unavailable: missing ?? refusal(current, action.target, allowed),
  }));
}

function refusal(current: CaseStatus, target: CaseStatus, allowed: readonly CaseStatus[]): string | null {
  if (allowed.includes(target)) return null;
  const now = statusLabel(current).toLowerCase();
  if (current === target) return `The case is already ${now}.`;
  if (allowed.length === 0) return `The case is ${now}, which is final.`;
  const next = allowed.map((status) => statusLabel(status).toLowerCase()).join(' or ');
  return `A case that is ${now} can become ${next} first.`;
}
