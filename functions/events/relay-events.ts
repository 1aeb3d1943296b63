// Puts new outbox events on the queue that their type names. It may send one twice, never none: the outbox makes a repetition harmless.

import type { Envelope } from '../../shared/contracts/envelope.ts';
import { eventCatalogue } from '../../shared/contracts/events/catalogue.ts';
import type { EventDefinition } from '../../shared/contracts/events/definition.ts';
import type { QueueName } from '../../shared/contracts/values/queue-names.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';

export interface OutgoingMessage {
  readonly queue: QueueName;
  readonly id: string;
  readonly body: string;
  readonly traceparent: string;
}

export interface RelayEventsDeps {
  /** @returns ids of the messages that their queue did not take. */
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<{ readonly failedIds: readonly string[] }>;
  readonly toEnvelope: (item: EventItem, catalogue: readonly EventDefinition[]) => Envelope;
  /** @default the hub's */
  readonly catalogue?: readonly EventDefinition[];
}

export interface NewEventRecord {
  readonly sequenceNumber: string;
  readonly item: EventItem;
}

/** @returns sequence numbers of the records that have to be delivered again. */
export async function relayEvents(
  records: readonly NewEventRecord[],
  deps: RelayEventsDeps,
): Promise<{ readonly failedSequenceNumbers: readonly string[] }> {
  const failed: string[] = [];
  const messages: OutgoingMessage[] = [];
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
    const { failedIds } = await deps.send(messages);
    failed.push(...failedIds.map((id) => sequenceNumbers.get(id) ?? ''));
  }
  return { failedSequenceNumbers: failed };
}

/** The message of an event; undefined for an event of a type that the catalogue does not have. */
function messageOf(item: EventItem, deps: RelayEventsDeps): OutgoingMessage | undefined {
  const { catalogue = eventCatalogue } = deps;
  const envelope = deps.toEnvelope(item, catalogue);
  const definition = catalogue.find(({ cloudEvent }) => cloudEvent === envelope.type);
  if (definition === undefined) return undefined;
  const { queue } = definition;
  return { queue, id: envelope.id, body: asciiJson(envelope), traceparent: item.traceparent };
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

/** Sends events that are owed. */
export async function sendAgain(
  items: readonly EventItem[],
  deps: RelayEventsDeps,
): Promise<{ readonly sent: number; readonly refused: number }> {
  const messages = items.map((item) => messageOf(item, deps)).filter((message) => message !== undefined);
  if (messages.length === 0) return { sent: 0, refused: 0 };
  const { failedIds } = await deps.send(messages);
  return { sent: messages.length - failedIds.length, refused: failedIds.length };
}
