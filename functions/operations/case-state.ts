// Shared by all changes of a case: its entity tag, the check of the caller's version, and details of a refusal.
import type { Reader } from '../../shared/auth/reader.ts';
import type { CaseWithHistory, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { isStale } from '../../shared/core/concurrency/races.ts';
import type { IdempotentRequest } from '../../shared/core/idempotency/idempotent-request.ts';
import { erasedText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';

export const racedCase = { entity: 'case', code: 'CASE.CONTENDED' } as const;

/** Current state of the case, for the details of a refusal. */
export const currentState = (current: OperationCase) => ({
  current_status: current.processing_status,
  current_version: current.version,
  allowed: current.allowed_statuses,
});

/**
 * Entity tag of a case's page: the version, which guards changes, then values that change without a version, and whether
 * texts are withheld. It includes the number of erased comments, because an erasure may run between two comments.
 * If-Match compares only the version.
 */
export function tagOf({ version, breached, comments }: CaseWithHistory, { unmasked }: Reader): string {
  const newest = comments.at(-1);
  const erased = comments.filter(({ text }) => text === erasedText).length;
  return [
    version,
    ...(newest === undefined ? [] : [newest.comment_id]),
    ...(erased === 0 ? [] : [`erased-${erased}`]),
    ...(breached ? ['breached'] : []),
    ...(unmasked ? [] : ['masked']),
  ].join('.');
}

/** @param ifMatch Entity tag that the client has read; undefined or `*` matches any version. */
export function changedMeanwhile(ifMatch: string | undefined, current: OperationCase): HubError | undefined {
  if (!isStale(ifMatch, current.version)) return undefined;
  return new HubError({
    kind: 'precondition-failed',
    code: 'CASE.CHANGED_MEANWHILE',
    message: `the case was changed since you read it: it is now ${current.processing_status} at version ${current.version}`,
    details: { current_etag: `"${current.version}"`, ...currentState(current) },
  });
}

export interface CaseChanged {
  readonly case: OperationCase;
  readonly entry: HistoryEntry;
}

/**
 * The change that an earlier call with this key made, when its answer was lost.
 * @param refusal Thrown when there was no such call.
 * @returns undefined when there was no such call and no refusal
 */
export async function changedBefore(
  { caseId, idempotency }: { readonly caseId: string; readonly idempotency: IdempotentRequest | undefined },
  cases: Pick<CaseStore, 'get' | 'changeMadeWith'>,
  refusal: HubError | undefined,
): Promise<CaseChanged | undefined> {
  const entry = await cases.changeMadeWith(caseId, idempotency);
  if (entry !== undefined) return { case: found(await cases.get(caseId), 'case', caseId), entry };
  if (refusal !== undefined) throw refusal;
  return undefined;
}
