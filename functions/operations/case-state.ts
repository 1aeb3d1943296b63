// What all changes of a case share: its entity tag, whether the caller has seen its latest version, and what a refused one is told.
import type { Reader } from '../../shared/auth/reader.ts';
import type { CaseWithHistory, HistoryEntry, OperationCase } from '../../shared/contracts/operations.ts';
import { isStale } from '../../shared/core/concurrency/races.ts';
import type { IdempotentRequest } from '../../shared/core/idempotency/idempotent-request.ts';
import { erasedText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';

export const racedCase = { entity: 'case', code: 'CASE.CONTENDED' } as const;

/** What a refused caller needs to know of the case as it is now. */
export const currentState = (current: OperationCase) => ({
  current_status: current.processing_status,
  current_version: current.version,
  allowed: current.allowed_statuses,
});

/**
 * Entity tag of a case's page as it is shown: the version, by which changes are guarded, what moves on without one, and whether
 * texts are withheld. How many comments are erased is part of it, not whether the newest one is: others may be said beside an
 * erasure or after it. A tag is good for If-Match as long as its version is, whatever was said meanwhile.
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

/** @param ifMatch Version the caller has seen, as an entity tag; undefined or `*` when it does not mind. */
export function changedMeanwhile(ifMatch: string | undefined, current: OperationCase): HubError | undefined {
  if (!isStale(ifMatch, current.version)) return undefined;
  return new HubError({
    kind: 'precondition-failed',
    code: 'CASE.CHANGED_MEANWHILE',
    message: `the case was changed since you read it: it is ${current.processing_status} at version ${current.version} now`,
    details: { current_etag: `"${current.version}"`, ...currentState(current) },
  });
}

export interface CaseChanged {
  readonly case: OperationCase;
  readonly entry: HistoryEntry;
}

/**
 * What this very call has changed before, when only its answer was lost.
 * @param refusal Stands when it has changed nothing.
 * @returns undefined when it has changed nothing and nothing speaks against it
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
