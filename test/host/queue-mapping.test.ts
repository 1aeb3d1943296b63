import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import { arnOf, lambda, mapping, queue, temporaryFolder } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { aws, send, testHost } from '../support/host/running.ts';

/** Notes each message with when its batch began and ended; a message says what shall happen. */
const recorder = `
  import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    const startedAt = Date.now();
    if (Records.some(({ body }) => body.includes('slow'))) await new Promise((resolve) => setTimeout(resolve, 400));
    appendFileSync(process.env.FILE, JSON.stringify({ bodies: Records.map(({ body }) => body), startedAt, endedAt: Date.now(), records: Records }) + '\\n');
    if (Records.some(({ body }) => body.includes('throws'))) throw new Error('whole batch');
    if (Records.some(({ body }) => body.includes('odd'))) return { batchItemFailures: [{ itemIdentifier: 'unknown' }] };
    const failed = Records.filter(({ body }) => body.includes('poison'));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

interface Line {
  readonly bodies: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly records: readonly JsonObject[];
}

let host: RunningHost;
let file: string;

function lines(): readonly Line[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Line);
}

function timesSeen(body: string): number {
  return lines()
    .flatMap(({ bodies }) => bodies)
    .filter((seen) => seen === body).length;
}

/** Sends while the mapping is off, so that the messages are received together. */
async function sendTogether(bodies: readonly string[]): Promise<void> {
  await host.mappings.setEnabled('FromWork', false);
  for (const body of bodies) {
    await send(host, 'work', body);
  }
  await host.mappings.setEnabled('FromWork', true);
}

async function untilEmpty(): Promise<void> {
  await eventually(async () => {
    const { ready, inFlight } = await host.queues.inspect('work');
    expect([...ready, ...inFlight]).toEqual([]);
  });
}

beforeAll(async () => {
  file = join(temporaryFolder('queue'), 'batches');
  ({ host } = await testHost({
    resources: {
      Dead: queue('dead'),
      Work: queue('work', {
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 },
      }),
      Windowed: queue('windowed', { VisibilityTimeout: 30 }),
      Reader: lambda('reader', { Environment: { Variables: { FILE: file } } }),
      FromWork: mapping('Reader', arnOf('Work'), {
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
      FromWindowed: mapping('Reader', arnOf('Windowed'), { BatchSize: 10, MaximumBatchingWindowInSeconds: 3 }),
    },
    handlers: { reader: recorder },
  }));
});

describe('a queue mapping', () => {
  it('delivers messages in Lambda’s shape and deletes them', async () => {
    const url = `${host.endpoints.sqs}/000000000000/work`;
    const traceparent = { DataType: 'String', StringValue: '00-aa' };
    await aws(host, 'sqs', 'SendMessage', { QueueUrl: url, MessageBody: 'shape', MessageAttributes: { traceparent } });

    await eventually(() => expect(timesSeen('shape')).toBe(1));

    expect(lines()[0]?.records[0]).toMatchObject({
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'shape',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
      messageAttributes: { traceparent: { stringValue: '00-aa', dataType: 'String' } },
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
      awsRegion: 'us-east-1',
    });
    await untilEmpty();
  });

  it('hands over up to ten messages at once', async () => {
    const bodies = Array.from({ length: 12 }, (_, index) => `many-${index}`);

    await sendTogether(bodies);

    await untilEmpty();
    const sizes = lines()
      .filter(({ bodies: [first] }) => first?.startsWith('many'))
      .map((line) => line.bodies.length);
    expect(sizes).toEqual([10, 2]);
  });

  it('brings back only the message that failed, and parks it after the receive count', async () => {
    await sendTogether(['good-1', 'poison', 'good-2']);

    await eventually(async () => expect((await host.queues.inspect('dead')).ready).toEqual(['poison']), 15_000);

    expect([timesSeen('good-1'), timesSeen('poison'), timesSeen('good-2')]).toEqual([1, 3, 1]);
    await host.queues.purge('dead');
  });

  it.each(['throws', 'odd'])('brings back the whole batch when the function answers with %s', async (mood) => {
    await sendTogether([`${mood}-neighbour`, mood]);

    await eventually(async () => expect((await host.queues.inspect('dead')).ready).toHaveLength(2), 15_000);

    expect([timesSeen(mood), timesSeen(`${mood}-neighbour`)]).toEqual([3, 3]);
    await host.queues.purge('dead');
  });

  it('has at most its concurrency of batches in flight', async () => {
    await sendTogether(Array.from({ length: 40 }, (_, index) => `slow-${index}`));

    await untilEmpty();

    const slow = lines().filter(({ bodies: [first] }) => first?.startsWith('slow'));
    const overlapping = slow.map(
      ({ startedAt }) => slow.filter((other) => other.startedAt <= startedAt && other.endedAt > startedAt).length,
    );
    expect(Math.max(...overlapping)).toBe(2);
  });

  it('collects messages for the batching window', async () => {
    await send(host, 'windowed', 'window-1');
    await send(host, 'windowed', 'window-2');

    await eventually(() => expect(timesSeen('window-2')).toBe(1));

    expect(lines().at(-1)?.bodies).toEqual(['window-1', 'window-2']);
  });

  it('takes nothing while it is off', async () => {
    await host.mappings.setEnabled('FromWork', false);

    await send(host, 'work', 'later');

    expect((await host.queues.inspect('work')).ready).toEqual(['later']);
    await host.mappings.setEnabled('FromWork', true);
    await eventually(() => expect(timesSeen('later')).toBe(1));
  });

  it('counts its requests exactly', async () => {
    await host.mappings.setEnabled('FromWindowed', false);
    await host.mappings.setEnabled('FromWork', false);
    host.resetCounters();
    for (let index = 0; index < 10; index += 1) {
      await send(host, 'work', `count-${index}`);
    }

    await host.mappings.setEnabled('FromWork', true);
    await untilEmpty();

    const { sqsReceives, sqsEmptyReceives, sqsDeletes, deliveredRecords } = host.counters;
    expect([sqsReceives - sqsEmptyReceives, sqsDeletes, deliveredRecords]).toEqual([expect.any(Number), 1, 10]);
    expect((await host.sqsRequests())['DeleteMessageBatch']).toBeGreaterThan(0);
  });
});
