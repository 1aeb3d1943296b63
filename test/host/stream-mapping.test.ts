import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import { arnOf, lambda, mapping, queue, table, temporaryFolder } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { put, testHost } from '../support/host/running.ts';

/** Writes each batch it gets as a line to its file; fails as the items ask for. */
const recorder = `
  import { appendFileSync } from 'node:fs';
  export const handler = async ({ Records }) => {
    const items = Records.map((record) => ({ id: record.dynamodb.Keys.pk.S, mood: record.dynamodb.NewImage?.mood?.S }));
    appendFileSync(process.env.FILE, JSON.stringify({ ids: items.map(({ id }) => id), records: Records }) + '\\n');
    if (items.some(({ mood }) => mood === 'throws')) throw new Error('poison');
    const failed = Records.filter((record) => record.dynamodb.NewImage?.mood?.S === 'fails');
    return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })) };
  };`;

interface Line {
  readonly ids: readonly string[];
  readonly records: readonly JsonObject[];
}

function linesOf(file: string): readonly Line[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Line);
}

function batchesOf(file: string): readonly (readonly string[])[] {
  return linesOf(file).map(({ ids }) => ids);
}

function parts(file: string, properties: JsonObject, otherFile = `${file}.other`) {
  const variables = (path: string) => ({ Environment: { Variables: { FILE: path } } });
  return {
    resources: {
      Items: table('Items'),
      Failures: queue('failures'),
      Reader: lambda('reader', variables(file)),
      Other: lambda('other', variables(otherFile)),
      ReaderMapping: mapping('Reader', arnOf('Items', 'StreamArn'), {
        StartingPosition: 'LATEST',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: arnOf('Failures') } },
        ...properties,
      }),
      OtherMapping: mapping('Other', arnOf('Items', 'StreamArn'), { StartingPosition: 'TRIM_HORIZON' }),
    },
    handlers: { reader: recorder, other: recorder.replace("=== 'throws'", "=== 'never'") },
  };
}

function item(id: string, attributes: Readonly<Record<string, string>> = {}): JsonObject {
  const given = Object.entries(attributes).map(([name, value]) => [name, { S: value }] as const);
  return { pk: { S: id }, sk: { S: '1' }, ...Object.fromEntries(given) };
}

/** Puts items while the mapping is off, so that they arrive together. */
async function putTogether(host: RunningHost, items: readonly JsonObject[]): Promise<void> {
  await host.mappings.setEnabled('reader', false);
  for (const entry of items) {
    await put(host, 'Items', entry);
  }
  await host.mappings.setEnabled('reader', true);
}

describe('a stream mapping', () => {
  let host: RunningHost;
  let file: string;
  let lines: readonly string[];

  beforeAll(async () => {
    file = join(temporaryFolder('stream'), 'batches');
    ({ host, lines } = await testHost(
      parts(file, {
        BatchSize: 4,
        MaximumRetryAttempts: 2,
        BisectBatchOnFunctionError: true,
        FilterCriteria: {
          Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["wanted"]}}}}' }],
        },
      }),
    ));
  });

  it('delivers records that pass the filter, in Lambda’s shape', async () => {
    await put(host, 'Items', item('unwanted', { kind: 'other' }));
    await put(host, 'Items', item('first', { kind: 'wanted' }));

    await eventually(() => expect(batchesOf(file)).toEqual([['first']]));
    expect(linesOf(file)[0]?.records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringContaining(':table/Items/stream/'),
      dynamodb: { Keys: { pk: { S: 'first' } }, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    await eventually(() => expect(lines.join('\n')).toMatch(/stream reader 1 records ok \d+ ms trace=-/));
  });

  it('makes batches of at most the batch size, in order', async () => {
    const before = batchesOf(file).length;

    await putTogether(
      host,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => item(id, { kind: 'wanted' })),
    );

    await eventually(() =>
      expect(batchesOf(file).slice(before)).toEqual([
        ['a', 'b', 'c', 'd'],
        ['e', 'f'],
      ]),
    );
  });

  it('goes on from the first record that the function reports as failed, and gives it up after the retries', async () => {
    const before = batchesOf(file).length;

    await putTogether(host, [
      item('good-1', { kind: 'wanted' }),
      item('bad', { kind: 'wanted', mood: 'fails' }),
      item('good-2', { kind: 'wanted' }),
    ]);

    await eventually(() => expect(batchesOf(file).slice(before).at(-1)).toEqual(['good-2']));
    const batches = batchesOf(file).slice(before);
    expect(batches[0]).toEqual(['good-1', 'bad', 'good-2']);
    expect(batches.flat().filter((id) => id === 'good-1')).toHaveLength(1);
    // Twice in company, then alone three times: once and two retries.
    expect(batches.filter((ids) => ids.join() === 'bad')).toHaveLength(3);
  });

  it('bisects a batch whose function throws, so that only the poison is given up', async () => {
    const before = batchesOf(file).length;
    await host.queues.purge('failures');

    await putTogether(host, [
      item('w', { kind: 'wanted' }),
      item('x', { kind: 'wanted' }),
      item('poison', { kind: 'wanted', mood: 'throws' }),
      item('z', { kind: 'wanted' }),
    ]);

    const content = await eventually(async () => {
      const { ready } = await host.queues.inspect('failures');
      expect(ready).toHaveLength(1);
      return ready;
    });
    await eventually(() => expect(batchesOf(file).slice(before).at(-1)).toEqual(['z']));
    const batches = batchesOf(file)
      .slice(before)
      .map((ids) => ids.join());
    expect(batches).toEqual(['w,x,poison,z', 'w,x', 'poison,z', 'poison', 'poison', 'poison', 'z']);
    expect(JSON.parse(content[0] ?? '')).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining(':table/Items/') },
    });
  });

  it('delivers what was written while it was off', async () => {
    await host.mappings.setEnabled('reader', false);
    await put(host, 'Items', item('while-off', { kind: 'wanted' }));
    await eventually(() => expect(batchesOf(`${file}.other`).flat()).toContain('while-off'));
    expect(batchesOf(file).flat()).not.toContain('while-off');

    await host.mappings.setEnabled('reader', true);

    await eventually(() => expect(batchesOf(file).flat()).toContain('while-off'));
  });

  it('reads on its own position beside another mapping of the same stream', async () => {
    await put(host, 'Items', item('both', { kind: 'wanted' }));

    await eventually(() => expect(batchesOf(file).flat()).toContain('both'));
    await eventually(() => expect(batchesOf(`${file}.other`).flat()).toContain('both'));
    expect(batchesOf(`${file}.other`).flat()).toContain('unwanted');
  });

  it('counts polls and records exactly', async () => {
    await host.mappings.setEnabled('reader', false);
    await host.mappings.setEnabled('other', false);
    host.resetCounters();

    await put(host, 'Items', item('counted', { kind: 'wanted' }));
    await host.mappings.setEnabled('reader', true);

    await eventually(() => expect(host.counters.deliveredRecords).toBe(1));
    expect(host.counters.streamRecords).toBe(1);
    expect(host.counters.streamPolls).toBeGreaterThan(0);
  });
});

it('goes on after a kill from the last batch that was done', async () => {
  const file = join(temporaryFolder('stream'), 'batches');
  const dataDir = temporaryFolder('data');
  const first = await testHost(parts(file, {}), { dataDir });
  await put(first.host, 'Items', item('before'));
  await eventually(() => expect(batchesOf(file)).toEqual([['before']]));
  await first.host.mappings.setEnabled('reader', false);
  await put(first.host, 'Items', item('unread'));
  await first.host.kill();

  await testHost(parts(file, {}), { dataDir });

  await eventually(() => expect(batchesOf(file)).toEqual([['before'], ['unread']]));
});

it('collects records for the batching window', async () => {
  const file = join(temporaryFolder('stream'), 'batches');
  const { host } = await testHost(parts(file, { MaximumBatchingWindowInSeconds: 3 }));

  await put(host, 'Items', item('one'));
  await eventually(() => expect(batchesOf(`${file}.other`).flat()).toContain('one'));
  await put(host, 'Items', item('two'));

  await eventually(() => expect(batchesOf(file)).toEqual([['one', 'two']]));
});
