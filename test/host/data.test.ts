import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';
import { describe, expect, it } from 'vitest';
import { awsClient } from '../../infra/local/backends/aws-json.ts';
import { expireTable } from '../../infra/local/backends/tables.ts';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { object, objects, string } from '../../infra/local/template/template.ts';
import { arnOf, lambda, mapping, queue, table, temporaryFolder, writeAssembly } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { aws, put, send, testHost } from '../support/host/running.ts';

const resources = {
  Items: table('Items', {
    GlobalSecondaryIndexes: [
      {
        IndexName: 'list',
        KeySchema: [{ AttributeName: 'list_pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    AttributeDefinitions: ['pk', 'sk', 'list_pk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  }),
  Work: queue('work'),
  Documents: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'documents' } },
};
/** Sequence numbers of all records that the stream of Items still has. */
async function streamNumbers(host: RunningHost): Promise<readonly string[]> {
  const { call, close } = awsClient('streams', host.endpoints.dynamodb);
  const streams = object(objects((await call('ListStreams', {}))['Streams'])[0]);
  const StreamArn = string(streams['StreamArn']);
  const description = object((await call('DescribeStream', { StreamArn }))['StreamDescription']);
  const ShardId = string(objects(description['Shards'])[0]?.['ShardId']);
  const iterator = await call('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
  const page = await call('GetRecords', { ShardIterator: string(iterator['ShardIterator']) });
  close();
  return objects(page['Records']).map((record) => string(object(record['dynamodb'])['SequenceNumber']));
}

const assembly = () => writeAssembly({ resources });

/** A table whose stream one function reads from its beginning. */
const readItems = {
  resources: {
    Items: table('Items'),
    Reader: lambda('reader'),
    FromItems: mapping('Reader', arnOf('Items', 'StreamArn'), { StartingPosition: 'TRIM_HORIZON' }),
  },
  handlers: { reader: 'export const handler = async () => undefined;' },
};

describe('after the host was killed', () => {
  it('items are there, also by their index', async () => {
    const dataDir = temporaryFolder('data');
    const first = await testHost(assembly(), { dataDir });
    await put(first.host, 'Items', { pk: { S: 'a' }, sk: { S: '1' }, list_pk: { S: 'all' } });
    await first.host.kill();

    const { host } = await testHost(assembly(), { dataDir });

    const found = await aws(host, 'dynamodb', 'Query', {
      TableName: 'Items',
      IndexName: 'list',
      KeyConditionExpression: 'list_pk = :all',
      ExpressionAttributeValues: { ':all': { S: 'all' } },
    });
    expect(found['Items']).toEqual([{ pk: { S: 'a' }, sk: { S: '1' }, list_pk: { S: 'all' } }]);
    expect(host.empty).toBe(false);
  });

  it('objects are there with content, type, metadata and entity tag, and deleted ones are not', async () => {
    const dataDir = temporaryFolder('data');
    const first = await testHost(assembly(), { dataDir });
    const at = (base: string, key: string) => `${base}/documents/${encodeURIComponent(key)}`;
    const kept = at(first.host.endpoints.s3, 'folder with space/ü.pdf');
    const headers = { 'content-type': 'application/pdf', 'x-amz-meta-case': 'CASE-1' };
    await fetch(kept, { method: 'PUT', body: 'old', headers });
    const { headers: answered } = await fetch(kept, { method: 'PUT', body: 'content', headers });
    await fetch(at(first.host.endpoints.s3, 'gone'), { method: 'PUT', body: 'x' });
    await fetch(at(first.host.endpoints.s3, 'gone'), { method: 'DELETE' });
    const before = await fetch(kept);
    await first.host.kill();

    const { host } = await testHost(assembly(), { dataDir });

    const found = await fetch(at(host.endpoints.s3, 'folder with space/ü.pdf'));
    expect(await found.text()).toBe('content');
    expect(found.headers.get('content-type')).toBe('application/pdf');
    expect(found.headers.get('x-amz-meta-case')).toBe('CASE-1');
    expect(found.headers.get('etag')).toBe(answered.get('etag'));
    expect(found.headers.get('last-modified')).toBe(before.headers.get('last-modified'));
    expect((await fetch(at(host.endpoints.s3, 'gone'))).status).toBe(404);
  });

  it('messages are gone, as the sweeper expects', async () => {
    const dataDir = temporaryFolder('data');
    const first = await testHost(assembly(), { dataDir });
    await send(first.host, 'work', 'lost');
    await first.host.kill();

    const { host } = await testHost(assembly(), { dataDir });

    expect((await host.queues.inspect('work')).ready).toEqual([]);
  });
});

it('starts over with fresh', async () => {
  const dataDir = temporaryFolder('data');
  const first = await testHost(assembly(), { dataDir });
  await put(first.host, 'Items', { pk: { S: 'a' }, sk: { S: '1' } });
  await first.host.stop();

  const { host } = await testHost(assembly(), { dataDir, fresh: true });

  expect(host.empty).toBe(true);
});

it('deletes items that are past their time to live', async () => {
  const { host } = await testHost(assembly());
  const nowSeconds = Math.floor(Date.now() / 1000);
  await put(host, 'Items', { pk: { S: 'old' }, sk: { S: '1' }, expires_at: { N: String(nowSeconds - 10) } });
  await put(host, 'Items', { pk: { S: 'young' }, sk: { S: '1' }, expires_at: { N: String(nowSeconds + 1000) } });
  const items = {
    logicalId: 'Items',
    name: 'Items',
    created: false,
    streamArn: undefined,
    keyNames: ['pk', 'sk'],
    expiryAttribute: 'expires_at',
  };

  // The host's own first round may be as fast as this one: what counts is what is left.
  await expireTable(items, (action, input) => aws(host, 'dynamodb', action, input));

  const left = await aws(host, 'dynamodb', 'Scan', { TableName: 'Items' });
  expect(left['Items']).toMatchObject([{ pk: { S: 'young' } }]);
  expect(left['Count']).toBe(1);
});

it('forgets stream records that every mapping has read, but counts on from the last one', async () => {
  const dataDir = temporaryFolder('data');
  const first = await testHost(readItems, { dataDir });
  for (const id of ['1', '2', '3']) {
    await put(first.host, 'Items', { pk: { S: id }, sk: { S: '1' } });
  }
  await eventually(() => expect(first.host.counters.deliveredRecords).toBe(3));
  await first.host.stop();

  const { host } = await testHost(readItems, { dataDir });

  expect(await streamNumbers(host)).toEqual(['3']);
  await put(host, 'Items', { pk: { S: '4' }, sk: { S: '1' } });
  expect(await streamNumbers(host)).toEqual(['3', '4']);
  await eventually(() => expect(host.counters.deliveredRecords).toBe(1));
});

it('delivers after days what was written before a kill and not read', async () => {
  const dataDir = temporaryFolder('data');
  const first = await testHost(readItems, { dataDir });
  await first.host.mappings.setEnabled('FromItems', false);
  for (const id of ['1', '2', '3']) {
    await put(first.host, 'Items', { pk: { S: id }, sk: { S: '1' } });
  }
  await first.host.kill();
  const database = new Database(join(dataDir, 'dynamodb', 'hub.sqlite'));
  database.exec('PRAGMA locking_mode=EXCLUSIVE');
  database.run('UPDATE _stream_records SET created_at = created_at - ?', [3 * 86_400]);
  database.close();

  const { host } = await testHost(readItems, { dataDir });

  await eventually(() => expect(host.counters.deliveredRecords).toBe(3));
});

it('purges a queue with its messages in flight', async () => {
  const { host } = await testHost(assembly());
  await send(host, 'work', 'one');

  await host.queues.purge('Work');

  expect(await host.queues.inspect('work')).toEqual({ ready: [], delayed: [], inFlight: [] });
});

it('refuses a second host on the folder in the same process, and a start after a stop works', async () => {
  const dataDir = temporaryFolder('data');
  const { host } = await testHost(assembly(), { dataDir });

  await expect(testHost(assembly(), { dataDir })).rejects.toThrow(/in use by process/);
  await host.stop();
  await expect(testHost(assembly(), { dataDir })).resolves.toBeDefined();
});
