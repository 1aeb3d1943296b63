// Keys of the outbox: events with their failed attempts, and what is still owed.
import { encodeTime } from 'ulid';
import { type Key, padded } from '../engine/keys.ts';

/**
 * All events of one record, with their failed attempts, are one partition. Sort keys begin with the event's id, which sorts
 * by time: the record's history in time order is one paged Query.
 */
export const correlationPartition = (correlationId: string): string => `INTEG#OUTBOX#${correlationId}`;
export const eventKey = (correlationId: string, eventId: string): Key => ({
  pk: correlationPartition(correlationId),
  sk: eventId,
});
/**
 * A failed attempt to process a message. It begins as the id of an event of its instant would, and so sorts among the
 * events by time. Copies of a message have attempts of their own.
 */
export const attemptKey = (correlationId: string, eventId: string, attempt: number, at: string): Key => ({
  pk: correlationPartition(correlationId),
  sk: `${eventId.slice(0, eventId.indexOf('-') + 1)}${encodeTime(Date.parse(at))}#${eventId}#ATTEMPT#${padded(attempt)}`,
});
/** Attempts at a message from which no event could be read: its body's SHA-256 is its identity. */
export const unreadablePartition = (bodySha256: string): string => `INTEG#OUTBOX#UNREADABLE#${bodySha256}`;
export const unreadableAttemptKey = (bodySha256: string, attempt: number, at: string): Key => ({
  pk: unreadablePartition(bodySha256),
  sk: `ATTEMPT#${padded(attempt)}#${at}`,
});
export const pendingPartition = (shard: string): string => `INTEG#OUTBOX#PENDING#${shard}`;
/** List of all events with their failed attempts. */
export const eventListPartition = (shard: string): string => `INTEG#OUTBOX#EVENTS#${shard}`;

export const correlationIdOf = (key: Pick<Key, 'pk'>): string => key.pk.slice(correlationPartition('').length);
/** The id of an event, or of the event that an attempt is at. */
export function eventIdOf({ sk }: Pick<Key, 'sk'>): string {
  const [id = '', attempted = id] = sk.split('#');
  return attempted;
}
