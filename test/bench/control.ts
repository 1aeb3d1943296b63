// The control of every throughput figure: the very calls that the hub made for its submissions, with other ids, sent by
// the same AWS SDK client to an engine of the same kind, as many submissions at once, with two readers on the stream.
// No hub code runs. What it takes is the share of engine and SDK; what the hub takes more is the hub's.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../infra/local/backends/aws-json.ts';
import type { Json, JsonObject } from '../../infra/local/template/intrinsics.ts';
import { object, objects, string } from '../../infra/local/template/template.ts';
import { clientSettings, withoutTransactionTokens } from '../../shared/adapters/clients.ts';
import { plainItem } from '../../shared/table/engine/plain-item.ts';
import { inParallel } from '../support/embedded-hub.ts';
import { tableInput } from '../support/table.ts';
import { usageOf, withEngine } from './engine.ts';
import type { Recording } from './recorded-calls.ts';

export interface ControlPlan {
  readonly recording: Recording;
  readonly tableName: string;
  readonly count: number;
  readonly atOnce: number;
  /** Seconds that the hub took for as many; the readers make as many calls a second as the hub's did. */
  readonly hubSeconds: number;
}

export interface ControlResult {
  readonly seconds: number;
  readonly calls: number;
  /** Processor time of engine, SDK and readers for one submission, in milliseconds. */
  readonly cpuMsEach: number;
  readonly streamRecords: number;
}

const commands = {
  TransactWriteItems: TransactWriteCommand,
  UpdateItem: UpdateCommand,
  GetItem: GetCommand,
  PutItem: PutCommand,
  Query: QueryCommand,
} as const;

const warmUp = 200;

export async function runControl(plan: ControlPlan): Promise<ControlResult> {
  return withEngine(async (endpoint, pid) => {
    const client = new DynamoDBClient({
      ...clientSettings,
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    // As the hub's functions do it on the embedded host.
    withoutTransactionTokens(client);
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    try {
      await client.send(new CreateTableCommand(tableInput(plan.tableName)));
      const write = writer(documents, plan);
      await inParallel(warmUp, plan.atOnce, (index) => write(index));
      const readers = [1, 2].map(() => followStream(endpoint, plan));
      const cpuMs = () => usageOf(pid).cpuMs + (process.cpuUsage().user + process.cpuUsage().system) / 1000;
      const cpuBeforeMs = cpuMs();
      const startedMs = performance.now();
      const calls = await inParallel(plan.count, plan.atOnce, (index) => write(warmUp + index));
      const seconds = (performance.now() - startedMs) / 1000;
      const records = await Promise.all(readers.map((reader) => reader.stop()));
      const cpuMsEach = (cpuMs() - cpuBeforeMs) / plan.count;
      return { seconds, calls: sum(calls), cpuMsEach, streamRecords: sum(records) };
    } finally {
      client.destroy();
    }
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

/** Writes the submission of this number; resolves with the number of calls that took. */
function writer(documents: DynamoDBDocumentClient, { recording }: ControlPlan) {
  const templates = recording.perSubmission.map((calls) => ({
    names: calls.map(({ action }) => action as keyof typeof commands),
    text: JSON.stringify(
      calls.map(({ input }) => plain(input)),
      (_, value: unknown) => (value instanceof Set ? { [setOf]: [...value] } : value),
    ),
  }));
  return async (index: number): Promise<number> => {
    const { names, text } = templates[index % templates.length] ?? { names: [], text: '[]' };
    const inputs = JSON.parse(withOtherIds(text, index), setAgain) as Record<string, unknown>[];
    for (const [at, name] of names.entries()) {
      const command = new commands[name](inputs[at] as never);
      await documents.send(command as never).catch(unlessRefused);
    }
    return names.length;
  };
}

/** A set in JSON: `{"set of": […]}`. */
const setOf = 'set of';

const setAgain = (_: string, value: { readonly [setOf]?: readonly unknown[] } | null) =>
  Array.isArray(value?.[setOf]) ? new Set(value[setOf]) : value;

/** Six characters of each ULID, the first random ones, become the number: ids of one submission stay related. */
function withOtherIds(text: string, index: number): string {
  const digits = index.toString(32).toUpperCase().padStart(6, '0');
  return text.replaceAll(
    /([A-Z]-[0-9A-HJKMNP-TV-Z]{10})[0-9A-HJKMNP-TV-Z]{6}([0-9A-HJKMNP-TV-Z]{10})/g,
    `$1${digits}$2`,
  );
}

/** The counters keep the names of batches. The recording ends before the last ones are closed, so a repetition may be refused. */
function unlessRefused(error: Error): void {
  if (error.name !== 'ConditionalCheckFailedException') throw error;
}

const holdsItems = new Set(['Item', 'Key', 'ExpressionAttributeValues']);

/** A call's input as the document client takes it: plain values where the wire has types. */
function plain(value: Json, name = ''): unknown {
  if (holdsItems.has(name)) {
    return plainItem(value as never);
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((part) => plain(part));
  }
  if (typeof value === 'object' && value !== null) {
    // The client draws a token of its own for each transaction.
    const parts = Object.entries(value as JsonObject).filter(([key]) => key !== 'ClientRequestToken');
    return Object.fromEntries(parts.map(([key, part]) => [key, plain(part, key)]));
  }
  return value;
}

/** Reads the whole stream as a mapping does, as often as the hub's mappings did. */
function followStream(endpoint: string, { tableName, recording, hubSeconds, count }: ControlPlan) {
  const streams = awsClient('streams', endpoint);
  const dynamodb = awsClient('dynamodb', endpoint);
  const pollsOfOne = (recording.streamPolls * count) / recording.perSubmission.length / 2;
  const everyMs = Math.max(20, (hubSeconds * 1000) / Math.max(1, pollsOfOne));
  let stopped = false;
  const reading = (async (): Promise<number> => {
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
      if (objects(page['Records']).length < 1000) {
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    }
    return seen;
  })();
  return {
    stop: async (): Promise<number> => {
      stopped = true;
      const seen = await reading;
      streams.close();
      dynamodb.close();
      return seen;
    },
  };
}
