// Maps source requests and case statuses to the canonical model. Only the sync function applies it.
import type { CanonicalStatus } from '../../contracts/canonical.ts';
import type { CaseStatus } from '../../contracts/operations.ts';

const statusTable: Readonly<Record<CaseStatus, CanonicalStatus>> = {
  open: 'active',
  in_progress: 'in_progress',
  completed: 'completed',
  rejected: 'rejected',
};

/** Lifecycle status of the business object whose case has `status`. */
export function canonicalStatusOf(status: CaseStatus): CanonicalStatus {
  return statusTable[status];
}

/** Canonical categories by request type; other types belong to `general`. */
const categoryTable: ReadonlyMap<string, string> = new Map([
  ['GENERAL_INQUIRY', 'inquiry'],
  ['ACCOUNT_UPDATE', 'customer'],
  ['AGREEMENT_CHANGE', 'agreement'],
  ['INCIDENT_REPORT', 'incident'],
  ['COMPLAINT', 'complaint'],
]);

export interface CanonicalKind {
  readonly objectType: string;
  readonly canonicalCategory: string;
}

/** Type and category of a request in the canonical model. */
export function canonicalKindOf(requestType: string): CanonicalKind {
  return { objectType: 'service_request', canonicalCategory: categoryTable.get(requestType) ?? 'general' };
}
