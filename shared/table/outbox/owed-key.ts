// The sort key of what is owed: an event's id with the instant it is owed since, so that both can be told without the event.
import { decodeTime, encodeTime } from 'ulid';
import { makeId, ulidOf } from '../../contracts/ids.ts';

const timeLength = 10;

/**
 * The key of an event that an operator put back to work: its id, with the instant of that in place of the one it was made
 * at. Whoever reads what is owed in order so takes an event of last week for what it is: owed for a second.
 */
export const owedAgainKey = (eventId: string, at: string): string =>
  makeId('event', encodeTime(Date.parse(at)) + ulidOf(eventId).slice(timeLength));

/** In milliseconds since 1970: since the event was made, which its id tells, or since it was put back to work. */
export const owedSinceMs = (owedKey: string): number => decodeTime(ulidOf(owedKey));
