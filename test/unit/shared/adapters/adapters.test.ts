// Adapters against an SDK client whose calls are answered in place: what is sent, and what becomes of failures.
import { SQSClient } from '@aws-sdk/client-sqs';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { queueClient, tableClient } from '../../../../shared/adapters/clients.ts';
import { eventQueue, maxBatchBytes, type QueueEvent } from '../../../../shared/adapters/event-queue.ts';
import { randomHex, ulidSource } from '../../../../shared/adapters/ids.ts';
import { objectClient } from '../../../../shared/adapters/object-client.ts';
import { purgeQueues, queuedMessages } from '../../../../shared/adapters/queue-state.ts';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
}

function answeringQueue(answer: (entries: readonly Entry[], call: number) => object) {
  const client = new SQSClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const calls: (readonly Entry[])[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      const { Entries = [] } = args.input as { Entries?: readonly Entry[] };
      calls.push(Entries);
      return { output: { $metadata: {}, ...answer(Entries, calls.length) }, response: {} };
    },
    { step: 'initialize' },
  );
  return { client, calls };
}

const urls = { work: 'https://queue.example.test/work' };

const events = (count: number, body = 'x'): QueueEvent[] =>
  Array.from({ length: count }, (_, index) => ({ queue: 'work', id: `EVT-${index}`, body }));

describe('eventQueue', () => {
  it('sends ten messages to a call and nothing for nothing', async () => {
    const { client, calls } = answeringQueue(() => ({}));
    const queue = eventQueue(client, urls);

    expect(await queue.sendEvents(events(25))).toEqual({ failedIds: [], refusals: [] });
    expect(calls.map((call) => call.length)).toEqual([10, 10, 5]);

    await queue.sendEvents([]);
    expect(calls).toHaveLength(3);
  });

  it('keeps each call under 256 KiB', async () => {
    const { client, calls } = answeringQueue(() => ({}));

    await eventQueue(client, urls).sendEvents(events(10, 'ä'.repeat(40_000)));

    expect(calls.flat()).toHaveLength(10);
    for (const call of calls) {
      expect(call.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody), 0)).toBeLessThanOrEqual(
        maxBatchBytes,
      );
    }
    expect(calls.length).toBe(4);
  });

  it('carries the trace on each message', async () => {
    const { client, calls } = answeringQueue(() => ({}));

    await eventQueue(client, urls).sendEvents([
      { queue: 'work', id: 'a', body: 'x', traceparent: 'tp' },
      { queue: 'work', id: 'b', body: 'y' },
    ]);

    expect(calls[0]?.[0]?.MessageAttributes).toEqual({ traceparent: { DataType: 'String', StringValue: 'tp' } });
    expect(calls[0]?.[1]).not.toHaveProperty('MessageAttributes');
  });

  it('names the messages that the queue refused, by their own ids', async () => {
    const { client } = answeringQueue((entries) => ({
      Failed: entries.filter((_, index) => index % 4 === 0).map(({ Id }) => ({ Id })),
    }));

    expect(await eventQueue(client, urls).sendEvents(events(12))).toEqual({
      failedIds: ['EVT-0', 'EVT-4', 'EVT-8', 'EVT-10'],
      refusals: [],
    });
  });

  it('tells a message that the queue refuses for its content from one that it cannot take now', async () => {
    const { client } = answeringQueue((entries) => ({
      Failed: [
        { Id: entries[1]?.Id, SenderFault: true, Code: 'InvalidMessageContents' },
        { Id: entries[2]?.Id, SenderFault: false, Code: 'InternalError' },
        { Id: entries[3]?.Id, SenderFault: true, Code: 'RequestThrottled' },
      ],
    }));

    expect(await eventQueue(client, urls).sendEvents(events(5))).toEqual({
      failedIds: ['EVT-2', 'EVT-3'],
      refusals: [{ id: 'EVT-1', code: 'InvalidMessageContents' }],
    });
  });

  it.each(['InvalidMessageContents', 'AWS.SimpleQueueService.BatchRequestTooLong'])(
    'sends each message alone when the queue refuses the call with %s, and names the one',
    async (name) => {
      const { client, calls } = answeringQueue((entries) => {
        if (entries.some(({ MessageBody }) => MessageBody === 'bad')) throw Object.assign(new Error('x'), { name });
        return {};
      });
      const others = events(2);

      const result = await eventQueue(client, urls).sendEvents([...others, { queue: 'work', id: 'bad', body: 'bad' }]);

      expect(result).toEqual({ failedIds: [], refusals: [{ id: 'bad', code: name.split('.').at(-1) }] });
      expect(calls.map((call) => call.length)).toEqual([3, 1, 1, 1]);
    },
  );

  it('names all messages of a call that failed, sends the others and tells the log', async () => {
    const { client } = answeringQueue((_, call) => {
      if (call === 2) throw new Error('no connection');
      return {};
    });
    const told: unknown[] = [];

    const { failedIds } = await eventQueue(client, urls, (error) => told.push(error)).sendEvents(events(30));

    expect(failedIds).toHaveLength(10);
    expect(told).toEqual([new Error('no connection')]);
  });
});

describe('queuedMessages', () => {
  it('adds up what waits in all queues', async () => {
    const { client } = answeringQueue(() => ({ Attributes: { ApproximateNumberOfMessages: '3' } }));

    expect(await queuedMessages(client, ['q', 'r'])).toBe(6);
  });
});

describe('purgeQueues', () => {
  it('is content with a queue that is being emptied, and with nothing else', async () => {
    const failing = (name: string) =>
      answeringQueue(() => {
        throw Object.assign(new Error('x'), { name });
      }).client;

    await expect(purgeQueues(failing('PurgeQueueInProgress'), ['q'])).resolves.toBeUndefined();
    await expect(purgeQueues(failing('QueueDoesNotExist'), ['q'])).rejects.toThrow();
  });
});

describe('clients', () => {
  it('retry and give up as set in one place', async () => {
    const attempts = [];
    for (const client of [tableClient(), queueClient(), objectClient()]) {
      attempts.push(await client.config.maxAttempts());
      client.destroy();
    }

    expect(attempts).toEqual([3, 3, 2]);
  });
});

describe('transactions', () => {
  afterEach(() => vi.unstubAllEnvs());

  const text = ',"ClientRequestToken":"01234567-89ab-cdef-0123-456789abcdef"}';

  async function sent(tokens: string): Promise<Record<string, unknown>> {
    vi.stubEnv('TRANSACTION_TOKENS', tokens);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
    const client = tableClient();
    let request: { body: unknown; headers: Record<string, string> } | undefined;
    client.middlewareStack.add(
      () => async (args) => {
        request = args.request as typeof request;
        return { output: { $metadata: {} }, response: {} };
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 't', Item: { pk: text } } }] }));
    const body = new TextDecoder().decode(request?.body as Uint8Array);
    expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    return JSON.parse(body);
  }

  it('carry the token by which DynamoDB knows a retry again', async () => {
    expect((await sent(''))['ClientRequestToken']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('carry none where the engine is not to be given any, and are otherwise the same', async () => {
    expect(await sent('off')).toEqual({ TransactItems: [{ Put: { TableName: 't', Item: { pk: { S: text } } } }] });
  });
});

describe('ids', () => {
  it('grow within one millisecond, and carry their time', () => {
    const next = ulidSource(() => 1_772_366_400_000);
    const drawn = Array.from({ length: 1000 }, next);

    expect([...drawn].sort()).toEqual(drawn);
    expect(new Set(drawn).size).toBe(1000);
    expect(drawn.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id) && id.slice(0, 10) === drawn[0]?.slice(0, 10))).toBe(
      true,
    );
  });

  it('are as long as asked for in hex', () => {
    expect(randomHex(16)).toMatch(/^[0-9a-f]{32}$/);
    expect(randomHex(5000)).toMatch(/^[0-9a-f]{10000}$/);
  });

  it('use no random byte twice', () => {
    const drawn = Array.from({ length: 2000 }, () => randomHex(7));

    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
