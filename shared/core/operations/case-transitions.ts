// The state machine of an operational case. Terminal states stay terminal; who may change is the route's business.
import type { CaseStatus } from '../../contracts/operations.ts';

const table: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  open: ['in_progress', 'rejected'],
  in_progress: ['completed', 'rejected'],
  completed: [],
  rejected: [],
};

/** Statuses a case may go to from `status`; empty when it is terminal. */
export function allowedStatuses(status: CaseStatus): readonly CaseStatus[] {
  return table[status];
}

export type TransitionDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: string; readonly allowed: readonly CaseStatus[] };

/** Whether a case may go from one status to another, and if not, why. */
export function decideTransition(from: CaseStatus, to: CaseStatus): TransitionDecision {
  const allowed = table[from];
  if (allowed.includes(to)) return { kind: 'allowed' };
  return { kind: 'refused', reason: refusal(from, to, allowed), allowed };
}

function refusal(from: CaseStatus, to: CaseStatus, allowed: readonly CaseStatus[]): string {
  if (allowed.length === 0) return `the case is ${from}, which is final`;
  if (from === to) return `the case is already ${from}; it may go to ${allowed.join(' or ')}`;
  return `a case that is ${from} may go to ${allowed.join(' or ')}, not to ${to}`;
}
