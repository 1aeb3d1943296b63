// An embedded hub for one test file, on the product's template: sends submissions over its API, kills and restarts its
// host, and checks the invariants on the raw table.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type SweepResult, sweepAllOverdue } from '../../functions/events/sweep-outbox.ts';
import { startHost } from '../../infra/local/process/host.ts';
import { type HostOptions, pick, type RunningHost } from '../../infra/local/process/host-model.ts';
import { prepare } from '../../infra/local/process/prepare.ts';
import { eventQueue } from '../../shared/adapters/event-queue.ts';
import { type HubTable, hubTable, type Item } from '../../shared/table/engine/hub-table.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { eventually, type HubClient, hubClient } from './hub-client.ts';
import { stragglers, violations } from './invariants.ts';
import { counterWrongs } from './invariants-counters.ts';
import { sampleBody } from './sample-body.ts';
import { scanAll } from './table.ts';

export interface EmbeddedHub {
  readonly dataDir: string;
  /** The running host; `restart` replaces it. */
  readonly host: RunningHost;
  readonly operator: HubClient;
  readonly tableName: string;
  readonly table: HubTable;
  /** URL of the queue between relay and sync. */
  readonly workQueueUrl: string;
  readonly sqs: SQSClient;
  /** Ids of all submissions answered 201. */
  readonly acknowledged: readonly string[];
  /** @param atOnce Concurrent requests. @default 8 */
  submit(count: number, atOnce?: number): Promise<readonly string[]>;
  /** Every item, through a raw scan. */
  items(): Promise<readonly Item[]>;
  /** Bodies of the messages on the work queue. */
  waiting(): Promise<readonly string[]>;
  /** Waits until no event is pending and the work queue is empty, then returns the violations, one line each. */
  wrongs(): Promise<readonly string[]>;
  /** Runs the sweep with a clock that is 61 seconds ahead. */
  sweepAMinuteLater(): Promise<SweepResult>;
  /**
   * Stops the host and starts another on the same folder.
   * @param how `kill` simulates a power failure
   * @param meanwhile Runs while no host is up
   */
  restart(how: 'stop' | 'kill', meanwhile?: () => void): Promise<void>;
  end(): Promise<void>;
}

type Options = Partial<HostOptions> & { readonly assembly?: string };

/** SHARDS of the development stage. */
export const shards = 4;
const drainDeadlineMs = 90_000;
const minuteAndASecondMs = 61_000;

export async function startEmbeddedHub(options: Options = {}): Promise<EmbeddedHub> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'hub-fault-'));
  const assembly = options.assembly ?? (await prepare(() => undefined)).assembly;
  let now = await connect(await startHost({ ...options, assembly, dataDir }));
  const acknowledged: string[] = [];
  const hub: EmbeddedHub = {
    dataDir,
    get host() {
      return now.host;
    },
    get operator() {
      return now.operator;
    },
    get tableName() {
      return now.tableName;
    },
    get table() {
      return now.table;
    },
    get workQueueUrl() {
      return now.workQueueUrl;
    },
    get sqs() {
      return now.sqs;
    },
    acknowledged,
    submit: async (count, atOnce = 8) => {
      const ids = await inParallel(count, atOnce, () => submitOne(now.operator));
      acknowledged.push(...ids);
      return ids;
    },
    items: () => scanAll(now.documents, now.tableName),
    waiting: async () => (await now.host.queues.inspect('Work')).ready,
    wrongs: () => judged(hub),
    sweepAMinuteLater: () => sweep(now),
    restart: async (how, meanwhile) => {
      await now.host[how]();
      now.close();
      meanwhile?.();
      now = await connect(await startHost({ ...options, assembly, dataDir }));
    },
    end: async () => {
      now.close();
      await now.host.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return hub;
}

type Connected = Awaited<ReturnType<typeof connect>>;

async function connect(host: RunningHost) {
  const settings = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const dynamodb = new DynamoDBClient({ ...settings, endpoint: host.endpoints.dynamodb });
  const sqs = new SQSClient({ ...settings, endpoint: host.endpoints.sqs });
  const documents = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  const tableName = pick(host.names.tables, 'TablesTable', 'table')[1];
  return {
    host,
    operator: await hubClient(host.apiUrl, 'operator'),
    documents,
    sqs,
    tableName,
    table: hubTable(documents, tableName),
    workQueueUrl: `${host.endpoints.sqs}/000000000000/${pick(host.names.queues, 'Work', 'queue')[1]}`,
    failureQueueUrl: `${host.endpoints.sqs}/000000000000/${pick(host.names.queues, 'DeadLetters', 'queue')[1]}`,
    close: () => {
      dynamodb.destroy();
      sqs.destroy();
    },
  };
}

/** @throws Error unless the hub answers 201. @returns the submission's id */
export async function submitOne(client: HubClient): Promise<string> {
  const { status, body } = await client.call('POST', '/intake/submissions', { body: sampleBody });
  if (status !== 201) throw new Error(`a submission was answered ${status}: ${JSON.stringify(body)}`);
  return String(body['submission_id']);
}

/** Runs a job `count` times with `atOnce` concurrent runs. */
export async function inParallel<T>(count: number, atOnce: number, job: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await job(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}

/** Pending events in the table. */
export function pendingEvents(items: readonly Item[]): readonly Item[] {
  return items.filter((item) => item['entity'] === 'event' && item['event_status'] === 'pending');
}

async function judged(hub: EmbeddedHub): Promise<readonly string[]> {
  const read = async () => {
    const [items, queue] = await Promise.all([hub.items(), hub.host.queues.inspect('Work')]);
    return { items, owed: pendingEvents(items).length, queued: queue.ready.length + queue.inFlight.length };
  };
  const isAtRest = ({ items, owed, queued }: Awaited<ReturnType<typeof read>>) =>
    owed === 0 && queued === 0 && counterWrongs(items).length === 0;
  // Counters are right again a minute after a crash of the projector.
  const { items } = await eventually(read, isAtRest, {
    deadlineMs: drainDeadlineMs,
    what: 'a table that owes nothing, with counters that equal its rows,',
  });
  return [...violations(items, hub.acknowledged), ...stragglers(items)];
}

async function sweep({ table, sqs, workQueueUrl, failureQueueUrl }: Connected): Promise<SweepResult> {
  return sweepAllOverdue({
    events: eventStore(table, shards),
    nowMs: () => Date.now() + minuteAndASecondMs,
    send: eventQueue(sqs, { work: workQueueUrl, failures: failureQueueUrl }).sendEvents,
    toEnvelope,
  });
}
