// Partial failures of batches: each of the 1,024 subsets of a batch of ten fails, behind the product's own wrappers, and
// exactly what failed is delivered again.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { relayEvents } from '../../functions/events/relay-events.ts';
import { effects } from '../../functions/sync/effects.ts';
import { handleMessage } from '../../functions/sync/handle-message.ts';
import type { Envelope } from '../../shared/contracts/envelope.ts';
import { readMessage } from '../../shared/contracts/read-message.ts';
import { queueBatch } from '../../shared/runtime/batch/queue-batch.ts';
import { streamBatch } from '../../shared/runtime/batch/stream-batch.ts';
import type { NewAttempt } from '../../shared/table/outbox/event-store.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import type { SyncStore } from '../../shared/table/sync/sync-store.ts';
import { sqsEvent } from '../support/fault-plumbing.ts';
import { lambdaContext, recordingTools } from '../support/http.ts';

const batchSize = 10;
const subsets = 2 ** batchSize;
const fails = (subset: number, index: number): boolean => ((subset >> index) & 1) === 1;
const indexes = Array.from({ length: batchSize }, (_, index) => index);
const ulidAt = (index: number): string => `01JD000000000000000000000${index}`;

const envelopeAt = (index: number): Envelope => ({
  specversion: '1.0',
  id: `EVT-${ulidAt(index)}`,
  type: 'hub.request.created.v1',
  source: '/integration-hub/intake',
  subject: `SUB-${ulidAt(index)}`,
  time: '2026-03-01T12:00:00.000Z',
  datacontenttype: 'application/json',
  dataschema: 'urn:integration-hub:schema:hub.request.created.v1',
  correlationid: `COR-${ulidAt(index)}`,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: {
    submission_id: `SUB-${ulidAt(index)}`,
    request_number: `SR-${ulidAt(index)}`,
    request_type: 'GENERAL_INQUIRY',
    priority: 'medium',
    assigned_team: 'OPERATIONS_TEAM',
  },
});

/** A sync whose store fails for one subset at the first delivery; it remembers what was done and which attempts were kept. */
function syncOf(subset: number) {
  const done = new Map<string, number>();
  const attempts: NewAttempt[] = [];
  let delivery = 0;
  const sync: SyncStore = {
    create: async ({ eventId }) => {
      const index = Number(eventId.at(-1));
      if (delivery === 1 && fails(subset, index)) throw new Error('the table refused it');
      done.set(eventId, delivery);
      return { kind: 'done' };
    },
    advance: () => Promise.reject(new Error('not asked for')),
    complete: () => Promise.reject(new Error('not asked for')),
    objectVersion: async () => undefined,
  };
  const deps = {
    read: readMessage,
    effects,
    sync,
    events: { recordAttempt: async (attempt: NewAttempt) => void attempts.push(attempt) },
    now: () => new Date(0),
    workerVersion: 'test',
  };
  const handler = queueBatch(async (message) => void (await handleMessage(message, deps)), recordingTools());
  return {
    done,
    attempts,
    /** @returns positions that come again */
    deliver: async (positions: readonly number[]): Promise<readonly number[]> => {
      delivery += 1;
      const messages = positions.map((index) => ({
        id: String(index),
        body: JSON.stringify(envelopeAt(index)),
        sentMs: 0,
        deliveries: delivery,
      }));
      const { batchItemFailures } = await handler(sqsEvent(messages), lambdaContext());
      return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).sort();
    },
  };
}

describe('a batch of ten messages', () => {
  it('of which any subset fails: exactly that subset comes again, and the others were done at once', async () => {
    let right = 0;
    for (let subset = 0; subset < subsets; subset += 1) {
      const { done, attempts, deliver } = syncOf(subset);
      const failing = indexes.filter((index) => fails(subset, index));

      const again = await deliver(indexes);
      const doneAtOnce = done.size;
      const still = again.length === 0 ? [] : await deliver(again);

      expect(again, `subset ${subset}`).toEqual(failing);
      expect(doneAtOnce, `subset ${subset}`).toBe(batchSize - failing.length);
      expect(attempts, `subset ${subset}`).toHaveLength(failing.length);
      expect(still, `subset ${subset}`).toEqual([]);
      expect(done.size, `subset ${subset}`).toBe(batchSize);
      right += 1;
    }
    process.stdout.write(
      `partial failures of a queue batch: ${right} / ${subsets} subsets, delivered again = failed\n`,
    );
  });
});

/** The stream goes on from the first record that failed, so what lies behind it may be sent twice, never not at all. */
async function relayed(subset: number): Promise<{ readonly sent: readonly number[]; readonly deliveries: number }> {
  const sent: number[] = [];
  let deliveries = 0;
  const handler = streamBatch(
    (records) =>
      relayEvents(
        records.map(({ sequenceNumber }) => ({ sequenceNumber, item: { sequenceNumber } as unknown as EventItem })),
        {
          toEnvelope: (item) =>
            envelopeAt(Number((item as unknown as { sequenceNumber: string }).sequenceNumber) - 100),
          send: async (messages) => {
            const refused = messages.filter(({ id }) => deliveries === 1 && fails(subset, Number(id.at(-1))));
            sent.push(...messages.filter((message) => !refused.includes(message)).map(({ id }) => Number(id.at(-1))));
            return { failedIds: refused.map(({ id }) => id), refusals: [] };
          },
        },
      ),
    recordingTools(),
  );
  let waiting: readonly number[] = indexes;
  while (waiting.length > 0) {
    deliveries += 1;
    const Records = waiting.map((index) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(100 + index), NewImage: {} },
    }));
    const answer = await handler({ Records } as DynamoDBStreamEvent, lambdaContext()).catch(() => 'halve it' as const);
    if (answer === 'halve it') continue;
    const [first] = answer.batchItemFailures;
    const from = first === undefined ? batchSize : Number(first.itemIdentifier) - 100;
    waiting = waiting.filter((index) => index >= from);
  }
  return { sent, deliveries };
}

describe('a batch of ten stream records', () => {
  it('of which the queue refuses any subset: each is sent, none before the first refused one twice', async () => {
    let right = 0;
    for (let subset = 0; subset < subsets; subset += 1) {
      const { sent, deliveries } = await relayed(subset);
      const first = indexes.find((index) => fails(subset, index)) ?? batchSize;

      expect([...new Set(sent)].sort(), `subset ${subset}`).toEqual(indexes);
      const doubled = indexes.filter((index) => index < first && sent.filter((other) => other === index).length > 1);
      expect(doubled, `subset ${subset}`).toEqual([]);
      expect(deliveries, `subset ${subset}`).toBe(subset === 0 ? 1 : 2);
      right += 1;
    }
    process.stdout.write(`partial failures of a stream batch: ${right} / ${subsets} subsets, all sent, none lost\n`);
  });
});
