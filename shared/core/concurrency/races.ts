// Optimistic concurrency: checks the version that a client has read, and repeats a change that lost a race.
import { HubError } from '../../errors/hub-error.ts';

/**
 * Returns true when the client has read another version than the current one.
 * @param ifMatch Entity tag that the client has read: the version, optionally a dot and further values. Undefined and
 * `*` match any version.
 */
export function isStale(ifMatch: string | undefined, version: number): boolean {
  return ifMatch !== undefined && ifMatch !== '*' && ifMatch.split('.')[0] !== String(version);
}

const maxRaces = 8;

/**
 * Repeats an attempt until it wins; each attempt reads the entity again.
 * @param raced Name of the entity and code for the error.
 * @param attempt Returns undefined when another call changed the entity between its read and its write.
 * @throws HubError with that code (transient) after 8 lost races, without a write.
 */
export async function decideAgainWhenRaced<T>(
  raced: { readonly entity: string; readonly code: string },
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  for (let race = 0; race < maxRaces; race += 1) {
    try {
      const decided = await attempt();
      if (decided !== undefined) return decided;
    } catch (error) {
      // Another transaction held the item; the next attempt reads its result.
      if (!(error instanceof HubError) || error.code !== 'TABLE.CONTENDED') throw error;
    }
  }
  throw new HubError({
    kind: 'transient',
    code: raced.code,
    message: `other calls changed the ${raced.entity} ${maxRaces} times during this call, so this change was not made; read it and try again`,
  });
}
