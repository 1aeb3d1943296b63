// Under what the attempts at a message are filed.
import { cluesOfMessage, type ReadMessage } from './read-message.ts';

/** Subject of an attempt: an event, or a message that could not be read, known by the SHA-256 of its body. */
export type AttemptSubject =
  | { readonly correlationId: string; readonly eventId: string }
  | { readonly bodySha256: string };

/** The event of a message, or the message itself when no event can be made out. */
export function attemptSubject(bodySha256: string, read: ReadMessage): AttemptSubject {
  const { correlationId, eventId } = cluesOfMessage(read);
  if (correlationId !== null && eventId !== null) return { correlationId, eventId };
  return { bodySha256 };
}
