// The way from the queue to the effects under faults: a queue that forgets, a message that no sync can carry out, and
// messages that come many times or to two workers at once.
import { PurgeQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueTable } from '../../infra/functions/queues.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { eventIdOf } from '../../shared/table/outbox/keys.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { type EmbeddedHub, inParallel, pendingEvents, startEmbeddedHub } from '../support/embedded-hub.ts';
import { eventually } from '../support/hub-client.ts';

/** Short, so that five deliveries take a quarter of a minute, and many times what sync needs for a batch. */
const visibilityTimeoutSeconds = 3;
const { maxReceiveCount } = queueTable.events.work;
const traceId = '0af7651916cd43dd8448eb211c80319c';
const syncFunction = 'IntegrationHub-dev-sync';

let hub: EmbeddedHub;
beforeAll(async () => {
  hub = await startEmbeddedHub({ visibilityTimeoutSeconds });
  await hub.submit(5);
  expect(await hub.wrongs()).toEqual([]);
});
afterAll(() => hub.end());

async function queued(count: number): Promise<void> {
  const full = (bodies: readonly string[]) => bodies.length === count;
  await eventually(() => hub.waiting(), full, { what: `${count} messages on the queue` });
}

/** Puts up to ten messages on the work queue in one call. */
async function send(bodies: readonly string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await hub.sqs.send(new SendMessageBatchCommand({ QueueUrl: hub.workQueueUrl, Entries }));
}

/** The messages of what is owed now, which the relay does not get to see. */
async function owedMessages(): Promise<readonly string[]> {
  const owed = pendingEvents(await hub.items()) as unknown as readonly EventItem[];
  return owed.map((item) => JSON.stringify(toEnvelope(item)));
}

describe('a work queue that forgets what is on it', () => {
  it('when it is purged, the sweep fills it again', async () => {
    await hub.host.mappings.setEnabled('sync', false);
    const ids = await hub.submit(15);
    await queued(ids.length);
    await hub.sqs.send(new PurgeQueueCommand({ QueueUrl: hub.workQueueUrl }));
    expect(await hub.waiting()).toEqual([]);
    await hub.host.mappings.setEnabled('sync', true);

    const swept = await hub.sweepAMinuteLater();

    expect(swept.resent).toBe(ids.length);
    expect(await hub.wrongs()).toEqual([]);
  });

  it('when the host loses its power, the sweep fills it again', async () => {
    await hub.host.mappings.setEnabled('sync', false);
    const ids = await hub.submit(15);
    await queued(ids.length);
    // Quiet: it has noted that these records are done with, so it will not read them again.
    await hub.host.mappings.setEnabled('relay', false);
    await hub.restart('kill');

    const swept = await hub.sweepAMinuteLater();

    expect(swept.resent).toBe(ids.length);
    expect(await hub.wrongs()).toEqual([]);
  });
});

describe('a poison message among nine good ones in one batch', () => {
  it(`is parked with cause and trace id after exactly ${maxReceiveCount} attempts, and the others are done at once`, async () => {
    await hub.host.mappings.setEnabled('relay', false);
    await hub.host.mappings.setEnabled('sync', false);
    const ids = await hub.submit(9);
    const good = await owedMessages();
    const poison = foreignMessage(good[0] ?? '');
    await send([...good.slice(0, 4), JSON.stringify(poison), ...good.slice(4)]);
    const before = hub.host.invocations[syncFunction] ?? 0;

    await hub.host.mappings.setEnabled('sync', true);

    // After the first delivery the nine are off the queue, and only the poison comes again.
    const onQueue = async () => {
      const { ready, inFlight } = await hub.host.queues.inspect('Work');
      return [...ready, ...inFlight];
    };
    await eventually(onQueue, (bodies) => bodies.length < 10, { what: 'a first delivery' });
    expect(await onQueue()).toEqual([JSON.stringify(poison)]);
    const letters = await eventually(deadLetters, (found) => found.length > 0, { what: 'a dead letter' });
    expect(letters).toMatchObject([
      {
        event_id: poison.id,
        trace_id: traceId,
        attempts: maxReceiveCount,
        cause: { code: 'MESSAGE.UNKNOWN_TYPE', message: expect.stringContaining(poison.type) },
        body: JSON.stringify(poison),
      },
    ]);
    const items = await hub.items();
    const attempts = items.filter((item) => item['entity'] === 'attempt');
    expect(attempts.map((item) => item['attempt'])).toEqual([1, 2, 3, 4, 5]);
    expect(attempts.every((item) => eventIdOf({ sk: String(item['sk']) }) === poison.id)).toBe(true);
    // One batch of ten, then the poison alone.
    expect((hub.host.invocations[syncFunction] ?? 0) - before).toBe(maxReceiveCount);
    const done = items.filter((item) => item['entity'] === 'event' && ids.includes(String(item['subject'])));
    expect(done.map((item) => (item['sync'] as { attempt: number }).attempt)).toEqual(ids.map(() => 1));
    const overview = await hub.operator.call('GET', '/dashboard/overview');
    expect(overview.body).toMatchObject({ attention_needed: true, totals: { events: { dead_lettered: 1 } } });
    expect(await hub.wrongs()).toEqual([]);
    await hub.host.mappings.setEnabled('relay', true);
  });
});

/** A message of a major version that nobody knows yet, of an event that is not ours. */
function foreignMessage(like: string): { readonly id: string; readonly type: string } {
  const id = makeId('event', ulidOf('EVT-01JD0000000000000000000000'));
  return {
    ...JSON.parse(like),
    id,
    type: 'hub.request.created.v2',
    correlationid: makeId('correlation', ulidOf(id)),
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
  };
}

async function deadLetters(): Promise<readonly Record<string, unknown>[]> {
  const { body } = await hub.operator.call<{ data: Record<string, unknown>[] }>('GET', '/integration/dead-letters');
  return body.data;
}

describe('one message', () => {
  it('delivered ten times at once has one effect', async () => {
    await hub.host.mappings.setEnabled('relay', false);
    await hub.host.mappings.setEnabled('sync', false);
    await hub.submit(1);
    const [message = ''] = await owedMessages();
    await send(Array.from({ length: 10 }, () => message));
    await queued(10);

    await hub.host.mappings.setEnabled('sync', true);

    expect(await hub.wrongs()).toEqual([]);
    // The relay brings the same message once more.
    await hub.host.mappings.setEnabled('relay', true);
    expect(await hub.wrongs()).toEqual([]);
  });

  it('taken by two sync workers at the same time has one effect', async () => {
    await hub.host.mappings.setEnabled('relay', false);
    const rounds = 10;
    await hub.submit(rounds);
    const messages = await owedMessages();
    expect(messages).toHaveLength(rounds);

    const answers = await inParallel(rounds, 1, async (index) => {
      const event = { Records: [queueRecord(messages[index] ?? '')] };
      return Promise.all([hub.host.invoke('sync', event), hub.host.invoke('sync', event)]);
    });

    // Neither worker fails: the one that comes second finds the event settled.
    expect(answers.flat().map((answer) => ('payload' in answer ? answer.payload : answer.error))).toEqual(
      Array.from({ length: 2 * rounds }, () => JSON.stringify({ batchItemFailures: [] })),
    );
    expect(hub.host.environments()[syncFunction]).toBeGreaterThanOrEqual(2);
    await hub.host.mappings.setEnabled('relay', true);
    expect(await hub.wrongs()).toEqual([]);
  });
});

/** A message as the queue's mapping hands it out. */
function queueRecord(body: string) {
  return {
    messageId: crypto.randomUUID(),
    receiptHandle: 'by hand',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
  };
}
