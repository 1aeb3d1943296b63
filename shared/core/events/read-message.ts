// Reads a queue message as an event, or says in words why it cannot be one. Nothing is dropped: what cannot be read is parked.
import type * as z from 'zod/mini';
import { type Envelope, envelope } from '../../contracts/envelope.ts';
import { correlationId, eventId } from '../../contracts/ids.ts';
import type { EventType } from '../../contracts/values/event-types.ts';
import { cloudEventTypes } from '../../contracts/values/event-types.ts';

/** What could be made out of a message that is not a valid event. */
export interface MessageClues {
  readonly eventId: string | null;
  readonly correlationId: string | null;
  readonly eventType: string | null;
  readonly traceId: string | null;
}

export type ReadMessage =
  | { readonly kind: 'event'; readonly event: Envelope }
  | {
      readonly kind: 'unreadable';
      readonly code: 'MESSAGE.NOT_JSON' | 'MESSAGE.NOT_AN_EVENT' | 'MESSAGE.UNKNOWN_TYPE';
      readonly reason: string;
      readonly clues: MessageClues;
    };

const noClues: MessageClues = { eventId: null, correlationId: null, eventType: null, traceId: null };

const knownTypes: readonly string[] = Object.values(cloudEventTypes);

/** What a type of the hub, of whatever version, looks like; anything else in its place may be somebody's text. */
const typePattern = /^hub\.[a-z.-]{1,80}\.v\d{1,4}$/;

export function readMessage(body: string): ReadMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { kind: 'unreadable', code: 'MESSAGE.NOT_JSON', reason: 'the message is not JSON', clues: noClues };
  }
  const event = envelope.safeParse(parsed);
  if (event.success) return { kind: 'event', event: event.data };
  const clues = cluesOf(parsed);
  const type = (parsed as { type?: unknown } | null)?.type;
  if (typeof type === 'string' && !knownTypes.includes(type)) {
    const shown = typePattern.test(type) ? type : 'of this message';
    const reason = `event type ${shown} is not known; known are ${knownTypes.join(', ')}`;
    return { kind: 'unreadable', code: 'MESSAGE.UNKNOWN_TYPE', reason, clues };
  }
  const [issue] = event.error.issues;
  const reason = `not a valid event: ${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'is wrong'}`;
  return { kind: 'unreadable', code: 'MESSAGE.NOT_AN_EVENT', reason, clues };
}

const traceparentPattern = /^[0-9a-f]{2}-([0-9a-f]{32})-/;

/** @param message Any JSON value. */
function cluesOf(message: unknown): MessageClues {
  if (typeof message !== 'object' || message === null) return noClues;
  const fields = message as Record<string, unknown>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
  const valid = (schema: z.ZodMiniType<string>, name: string): string | null => {
    const parsed = schema.safeParse(fields[name]);
    return parsed.success ? parsed.data : null;
  };
  const type = text('type');
  const known = Object.entries(cloudEventTypes).find(([, wire]) => wire === type);
  return {
    eventId: valid(eventId, 'id'),
    correlationId: valid(correlationId, 'correlationid'),
    eventType: known?.[0] ?? (type !== null && typePattern.test(type) ? type : null),
    traceId: traceparentPattern.exec(text('traceparent') ?? '')?.[1] ?? null,
  };
}

/** The event type of the outbox for a type of the wire. */
export function eventTypeOf(event: Envelope): EventType {
  return event.type === cloudEventTypes.RequestCreated ? 'RequestCreated' : 'OperationalCaseStatusChanged';
}

/** Clues of any message, readable or not. */
export function cluesOfMessage(read: ReadMessage): MessageClues {
  if (read.kind === 'unreadable') return read.clues;
  return cluesOf(read.event);
}
