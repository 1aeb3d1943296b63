// Changes that are decided on what somebody has read: whether that is still current, and deciding again when others were faster.
import { HubError } from '../../errors/hub-error.ts';

/**
 * Whether a change is meant for another version than the current one.
 * @param ifMatch Entity tag the client has seen: the version, and what else its page shows behind a dot; undefined or `*`
 * when the client does not mind.
 */
export function isStale(ifMatch: string | undefined, version: number): boolean {
  return ifMatch !== undefined && ifMatch !== '*' && ifMatch.split('.')[0] !== String(version);
}

const maxRaces = 8;

/**
 * Tries until it is decided; each try reads anew.
 * @param raced What the error calls the record, and its code.
 * @param attempt Undefined when somebody else changed the record between its reading and its writing.
 * @throws HubError with that code (transient) after 8 lost races; nothing was written.
 */
export async function decideAgainWhenRaced<T>(
  raced: { readonly record: string; readonly code: string },
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  for (let race = 0; race < maxRaces; race += 1) {
    try {
      const decided = await attempt();
      if (decided !== undefined) return decided;
    } catch (error) {
      // Other transactions were at the record at that moment: what they made of it decides what is answered.
      if (!(error instanceof HubError) || error.code !== 'TABLE.CONTENDED') throw error;
    }
  }
  throw new HubError({
    kind: 'transient',
    code: raced.code,
    message: `the ${raced.record} was changed by others ${maxRaces} times meanwhile and this change was not made; read it and try again`,
  });
}
