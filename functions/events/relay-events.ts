// Puts new outbox events on the work queue. It may send one twice, never none: the outbox makes a repetition harmless.

import type { Envelope } from '../../shared/contracts/envelope.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';

export interface OutgoingMessage {
  readonly id: string;
  readonly body: string;
  readonly traceparent: string;
}

export interface RelayEventsDeps {
  /** @returns ids of the messages that the queue did not take. */
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<{ readonly failedIds: readonly string[] }>;
  readonly toEnvelope: (item: EventItem) => Envelope;
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

/** The message of an event; undefined for an item that no message can be made of. */
function messageOf(item: EventItem, deps: RelayEventsDeps): OutgoingMessage | undefined {
  const envelope = deps.toEnvelope(item);
  if (envelope.type === undefined) return undefined;
  return { id: envelope.id, body: asciiJson(envelope), traceparent: item.traceparent };
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
