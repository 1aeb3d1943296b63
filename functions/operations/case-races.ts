// What all changes of a case share: whether the caller has seen its latest version, and deciding again when others were faster.
import type { CaseWithHistory, OperationCase } from '../../shared/contracts/operations.ts';
import { HubError } from '../../shared/errors/hub-error.ts';

/** What a refused caller needs to know of the case as it is now. */
export const currentState = (current: OperationCase) => ({
  current_status: current.processing_status,
  current_version: current.version,
  allowed: current.allowed_statuses,
});

/**
 * Entity tag of a case's page: the version, by which changes are guarded, and what moves on without one.
 * A tag is good for If-Match as long as its version is, whatever was said meanwhile.
 */
export function tagOf({ version, breached, comments }: CaseWithHistory): string {
  const newest = comments.at(-1);
  return [version, ...(newest === undefined ? [] : [newest.comment_id]), ...(breached ? ['breached'] : [])].join('.');
}

/** @param ifMatch Version the caller has seen, as an entity tag; undefined or `*` when it does not mind. */
export function changedMeanwhile(ifMatch: string | undefined, current: OperationCase): HubError | undefined {
  if (ifMatch === undefined || ifMatch === '*' || ifMatch.split('.')[0] === String(current.version)) return undefined;
  return new HubError({
    kind: 'precondition-failed',
    code: 'CASE.CHANGED_MEANWHILE',
    message: `the case was changed since you read it: it is ${current.processing_status} at version ${current.version} now`,
    details: { current_etag: `"${current.version}"`, ...currentState(current) },
  });
}

const maxRaces = 8;

/**
 * Tries until it is decided; each try reads the case anew.
 * @param attempt Undefined when the case was changed by somebody else between its reading and its writing.
 * @throws HubError `CASE.CONTENDED` (transient) after 8 lost races; nothing was written.
 */
export async function decideAgainWhenRaced<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let race = 0; race < maxRaces; race += 1) {
    try {
      const decided = await attempt();
      if (decided !== undefined) return decided;
    } catch (error) {
      // Other transactions were at the case at that moment: what they made of it decides what is answered.
      if (!(error instanceof HubError) || error.code !== 'TABLE.CONTENDED') throw error;
    }
  }
  throw new HubError({
    kind: 'transient',
    code: 'CASE.CONTENDED',
    message: `the case was changed by others ${maxRaces} times meanwhile and this change was not made; read it and try again`,
  });
}
