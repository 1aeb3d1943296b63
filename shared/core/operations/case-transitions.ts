// The state machine of a case. Terminal statuses stay terminal. The route checks the permission.
import type { CaseStatus } from '../../contracts/operations.ts';

const table: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  open: ['in_progress', 'rejected'],
  in_progress: ['completed', 'rejected'],
  completed: [],
  rejected: [],
};

/** Statuses to which a case may change from `status`; empty when it is terminal. */
export function allowedStatuses(status: CaseStatus): readonly CaseStatus[] {
  return table[status];
}

export type TransitionDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: string; readonly allowed: readonly CaseStatus[] };

/** Decides a status change, with the reason for a refusal. */
export function decideTransition(from: CaseStatus, to: CaseStatus): TransitionDecision {
  const allowed = table[from];
  if (allowed.includes(to)) return { kind: 'allowed' };
  return { kind: 'refused', reason: refusal(from, to, allowed), allowed };
}

function refusal(from: CaseStatus, to: CaseStatus, allowed: readonly CaseStatus[]): string {
  if (allowed.length === 0) return `the case is ${from}, which is final`;
  if (from === to) return `the case is already ${from}; it may change to ${allowed.join(' or ')}`;
  return `a case that is ${from} may change to ${allowed.join(' or ')}, not to ${to}`;
}
