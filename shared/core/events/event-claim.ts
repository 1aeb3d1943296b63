// What a message says of its event, for the outbox to confirm.
import type { EventType } from '../../contracts/events/catalogue.ts';
import type { ReadEvent } from './read-message.ts';

/** What a message says of its event; the outbox item has to say the same. */
export interface EventClaim {
  readonly correlationId: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function claimOf({ event, eventType }: ReadEvent): EventClaim {
  const { correlationid: correlationId, id: eventId, subject, data } = event;
  return { correlationId, eventId, eventType, subject, data };
}
