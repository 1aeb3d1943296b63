// The facts that a message states about its event. Its outbox item has to hold the same.
import type { EventType } from '../../contracts/events/catalogue.ts';
import type { ReadEvent } from '../../contracts/read-message.ts';

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
