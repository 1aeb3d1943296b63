// Puts new outbox events on the queue that their type names, at least once; the outbox makes a repetition harmless.

import type { SendResult } from '../../shared/adapters/event-queue.ts';
import type { Envelope } from '../../shared/contracts/envelope.ts';
import { eventCatalogue } from '../../shared/contracts/events/catalogue.ts';
import type { EventDefinition } from '../../shared/contracts/events/definition.ts';
import type { RefusedEvent } from '../../shared/contracts/refused-event.ts';
import type { QueueName } from '../../shared/contracts/values/queue-names.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';

/** The queue of final failures, which park reads. */
export const failureQueue = 'failures';

export interface OutgoingMessage {
  readonly queue: QueueName | typeof failureQueue;
  readonly id: string;
  readonly body: string;
  readonly traceparent: string;
}

export interface RelayEventsDeps {
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<SendResult>;
  readonly toEnvelope: (item: EventItem, catalogue: readonly EventDefinition[]) => Envelope;
  /** @default the hub's */
  readonly catalogue?: readonly EventDefinition[];
}

export interface NewEventRecord {
  readonly sequenceNumber: string;
  readonly item: EventItem;
}

/** @returns sequence numbers of the records that have to be delivered again; what is refused for good is not among them. */
export async function relayEvents(
  records: readonly NewEventRecord[],
  deps: RelayEventsDeps,
): Promise<{ readonly failedSequenceNumbers: readonly string[] }> {
  const failed: string[] = [];
  const messages: EventMessage[] = [];
  const sequenceNumbers = new Map<string, string>();
  for (const { sequenceNumber, item } of records) {
    const message = messageOf(item, deps);
    if (message === undefined) {
      failed.push(sequenceNumber);
      continue;
    }
    messages.push(message);
    sequenceNumbers.set(message.id, sequenceNumber);
  }
  if (messages.length > 0) {
    const { failedIds } = await sendOrGiveUp(messages, deps);
    failed.push(...failedIds.map((id) => sequenceNumbers.get(id) ?? ''));
  }
  return { failedSequenceNumbers: failed };
}

/** The message of an event; undefined for an event of a type that the catalogue does not have. */
function messageOf(item: EventItem, deps: RelayEventsDeps): EventMessage | undefined {
  const { catalogue = eventCatalogue } = deps;
  const envelope = deps.toEnvelope(item, catalogue);
  const definition = catalogue.find(({ cloudEvent }) => cloudEvent === envelope.type);
  if (definition === undefined) return undefined;
  const { queue, type } = definition;
  const { id, correlationid } = envelope;
  return { queue, id, body: asciiJson(envelope), traceparent: item.traceparent, type, correlationId: correlationid };
}

/** A message and the content of a note about it. */
interface EventMessage extends OutgoingMessage {
  readonly type: string;
  readonly correlationId: string;
}

/**
 * Sends messages. A queue that refuses a content refuses it for ever: a note goes to park, which makes a dead letter of
 * the event. That delays no other message, and an event that is refused twice has one letter.
 */
async function sendOrGiveUp(
  messages: readonly EventMessage[],
  deps: RelayEventsDeps,
): Promise<{ readonly failedIds: readonly string[]; readonly givenUp: number }> {
  const { failedIds, refusals } = await deps.send(messages);
  if (refusals.length === 0) return { failedIds, givenUp: 0 };
  const codes = new Map(refusals.map(({ id, code }) => [id, code]));
  const notes = messages.flatMap((message) => {
    const code = codes.get(message.id);
    return code === undefined ? [] : [noteOf(message, code)];
  });
  // Without its note a refused event is still owed, so it comes again.
  const noted = await deps.send(notes);
  const unnoted = [...noted.failedIds, ...noted.refusals.map(({ id }) => id)];
  return { failedIds: [...failedIds, ...unnoted], givenUp: notes.length - unnoted.length };
}

function noteOf({ id, queue, type, correlationId, traceparent }: EventMessage, code: string): OutgoingMessage {
  const note: RefusedEvent = {
    refused_event: {
      event_id: id,
      correlation_id: correlationId,
      event_type: type,
      trace_id: traceparent.split('-')[1] ?? null,
      queue,
      code,
    },
  };
  return { queue: failureQueue, id, body: asciiJson(note), traceparent };
}

/**
 * JSON in which everything beyond ASCII is escaped (RFC 8259, section 7), so that no queue's character set matters: SQS
 * refuses some characters, and its emulators refuse more.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Sends pending events; `refused` are those that must be sent once more. */
export async function sendAgain(
  items: readonly EventItem[],
  deps: RelayEventsDeps,
): Promise<{ readonly sent: number; readonly refused: number }> {
  const messages = items.map((item) => messageOf(item, deps)).filter((message) => message !== undefined);
  if (messages.length === 0) return { sent: 0, refused: 0 };
  const { failedIds, givenUp } = await sendOrGiveUp(messages, deps);
  return { sent: messages.length - failedIds.length - givenUp, refused: failedIds.length };
}
