// What a message says of its event, for the outbox to confirm.
import type { Envelope } from '../../contracts/envelope.ts';
import type { EventType } from '../../contracts/values/event-types.ts';
import { eventTypeOf } from './read-message.ts';

/** What a message says of its event; the outbox item has to say the same. */
export interface EventClaim {
  readonly correlationId: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export function claimOf(event: Envelope): EventClaim {
  const { correlationid: correlationId, id: eventId, subject, data } = event;
  return { correlationId, eventId, eventType: eventTypeOf(event), subject, data };
}
