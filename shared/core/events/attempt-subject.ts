// Subject under which the attempts of a message are stored.
import { cluesOfMessage, type ReadMessage } from '../../contracts/read-message.ts';

/** An event, or an unreadable message with the SHA-256 of its body. */
export type AttemptSubject =
  | { readonly correlationId: string; readonly eventId: string }
  | { readonly bodySha256: string };

/** The event of a message, or the message itself when it names no event. */
export function attemptSubject(bodySha256: string, read: ReadMessage): AttemptSubject {
  const { correlationId, eventId } = cluesOfMessage(read);
  if (correlationId !== null && eventId !== null) return { correlationId, eventId };
  return { bodySha256 };
}
