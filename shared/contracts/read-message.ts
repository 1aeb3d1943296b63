// Parses a queue message as an event, or gives the reason why it is none. An unreadable message is parked, never dropped.
import type * as z from 'zod/mini';
import { type Envelope, envelopeOf } from './envelope.ts';
import { type EventType, eventCatalogue } from './events/catalogue.ts';
import type { EventDefinition } from './events/definition.ts';
import { correlationId, eventId } from './ids.ts';

/** Valid fields of a message that may not be a valid event. */
export interface MessageClues {
  readonly eventId: string | null;
  readonly correlationId: string | null;
  readonly eventType: string | null;
  readonly traceId: string | null;
}

export interface ReadEvent {
  readonly kind: 'event';
  readonly event: Envelope;
  readonly eventType: EventType;
}

export type ReadMessage =
  | ReadEvent
  | {
      readonly kind: 'unreadable';
      readonly code: 'MESSAGE.NOT_JSON' | 'MESSAGE.NOT_AN_EVENT' | 'MESSAGE.UNKNOWN_TYPE';
      readonly reason: string;
      readonly clues: MessageClues;
    };

const noClues: MessageClues = { eventId: null, correlationId: null, eventType: null, traceId: null };

/** Event types of the hub in any version; any other text could hold personal data and is not shown. */
const typePattern = /^hub\.[a-z.-]{1,80}\.v\d{1,4}$/;

/** Parses messages as events of a catalogue. */
export function messageReader(catalogue: readonly EventDefinition[]): (body: string) => ReadMessage {
  const envelope = envelopeOf(catalogue);
  const typesByName = new Map(catalogue.map(({ cloudEvent, type }) => [cloudEvent, type]));
  return (body) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return { kind: 'unreadable', code: 'MESSAGE.NOT_JSON', reason: 'the message is not JSON', clues: noClues };
    }
    const read = envelope.safeParse(parsed);
    if (read.success) {
      return { kind: 'event', event: read.data, eventType: typesByName.get(read.data.type) as EventType };
    }
    const clues = cluesOf(parsed, typesByName);
    const type = (parsed as { type?: unknown } | null)?.type;
    if (typeof type === 'string' && !typesByName.has(type)) {
      const shown = typePattern.test(type) ? type : 'of this message';
      const reason = `event type ${shown} is unknown; known are ${[...typesByName.keys()].join(', ')}`;
      return { kind: 'unreadable', code: 'MESSAGE.UNKNOWN_TYPE', reason, clues };
    }
    const [issue] = read.error.issues;
    const reason = `not a valid event: ${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'is wrong'}`;
    return { kind: 'unreadable', code: 'MESSAGE.NOT_AN_EVENT', reason, clues };
  };
}

/** Parses messages as events of the hub. */
export const readMessage: (body: string) => ReadMessage = messageReader(eventCatalogue);

/** @param message Any JSON value. */
function cluesOf(message: unknown, typesByName: ReadonlyMap<string, string>): MessageClues {
  if (typeof message !== 'object' || message === null) return noClues;
  const fields = message as Record<string, unknown>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
  const valid = (schema: z.ZodMiniType<string>, name: string): string | null => {
    const parsed = schema.safeParse(fields[name]);
    return parsed.success ? parsed.data : null;
  };
  const type = text('type') ?? '';
  return {
    eventId: valid(eventId, 'id'),
    correlationId: valid(correlationId, 'correlationid'),
    eventType: typesByName.get(type) ?? (typePattern.test(type) ? type : null),
    traceId: traceIdIn(text('traceparent') ?? ''),
  };
}

const traceIdIn = (traceparent: string): string | null => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1] ?? null;

/** Clues of any message, readable or not. */
export function cluesOfMessage(read: ReadMessage): MessageClues {
  if (read.kind === 'unreadable') return read.clues;
  const { id, correlationid, traceparent } = read.event;
  return { eventId: id, correlationId: correlationid, eventType: read.eventType, traceId: traceIdIn(traceparent) };
}
