// The control of a throughput figure: the items of a submission, written straight to the engine in two transactions while
// a reader follows the stream. What it takes is the engine's share; what the hub takes more is the hub's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsClient } from '../../infra/local/aws-json.ts';
import { startDynamoDb } from '../../infra/local/dynamodb-engine.ts';
import type { Json, JsonObject } from '../../infra/local/intrinsics.ts';
import { object, objects, string } from '../../infra/local/template.ts';
import { inParallel } from './embedded-hub.ts';
import { tableInput } from './table.ts';

export interface ControlRun {
  readonly count: number;
  /** Submissions written at a time. */
  readonly atOnce: number;
  /** The items of one submission as the engine holds them, in its own JSON, with the ids of `ulids`. */
  readonly accepted: readonly JsonObject[];
  readonly synced: readonly JsonObject[];
  /** ULIDs in those items; each written submission gets others of the same length. */
  readonly ulids: readonly string[];
}

const tableName = 'control';
const pollEveryMs = 100;

/** @returns seconds from the first write to the last, and stream records that the reader saw */
export async function runControl(run: ControlRun): Promise<{ readonly seconds: number; readonly records: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-control-'));
  // With the indexes on the stream that the host's engine has.
  const engine = await startDynamoDb(folder, {});
  const dynamodb = awsClient('dynamodb', engine.endpoint);
  const reader = followStream(engine.endpoint);
  try {
    await dynamodb.call('CreateTable', JSON.parse(JSON.stringify(tableInput(tableName))) as JsonObject);
    const startedMs = performance.now();
    const reading = reader.start();
    await inParallel(run.count, run.atOnce, async (index) => {
      await dynamodb.call('TransactWriteItems', { TransactItems: puts(run.accepted, run.ulids, index) });
      await dynamodb.call('TransactWriteItems', { TransactItems: puts(run.synced, run.ulids, index) });
    });
    const seconds = (performance.now() - startedMs) / 1000;
    reader.stop();
    return { seconds, records: await reading };
  } finally {
    dynamodb.close();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function puts(items: readonly JsonObject[], ulids: readonly string[], index: number): readonly JsonObject[] {
  const tail = index.toString(32).toUpperCase().padStart(6, '0');
  const text = ulids.reduce(
    (all, ulid) => all.replaceAll(ulid, ulid.slice(0, -tail.length) + tail),
    JSON.stringify(items),
  );
  return (JSON.parse(text) as JsonObject[]).map((Item) => ({ Put: { TableName: tableName, Item } }));
}

function followStream(endpoint: string) {
  const streams = awsClient('streams', endpoint);
  const dynamodb = awsClient('dynamodb', endpoint);
  let stopped = false;
  const start = async (): Promise<number> => {
    const table = object((await dynamodb.call('DescribeTable', { TableName: tableName }))['Table']);
    const StreamArn = string(table['LatestStreamArn']);
    const described = object((await streams.call('DescribeStream', { StreamArn }))['StreamDescription']);
    const ShardId = string(objects(described['Shards'])[0]?.['ShardId']);
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let iterator: Json | undefined = (await streams.call('GetShardIterator', from))['ShardIterator'];
    let seen = 0;
    while (!stopped && iterator !== undefined) {
      const page: JsonObject = await streams.call('GetRecords', { ShardIterator: iterator, Limit: 1000 });
      seen += objects(page['Records']).length;
      iterator = page['NextShardIterator'];
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
    }
    streams.close();
    dynamodb.close();
    return seen;
  };
  return {
    start,
    stop: () => {
      stopped = true;
    },
  };
}
