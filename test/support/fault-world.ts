// A hub in one process for fault tests. It simulates AWS between the functions: at-least-once stream and queue, partial
// batch failures, a dead-letter queue, and a clock that tests advance. Each run of a function is a process.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { queueTable } from '../../infra/functions/queues.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import {
  type HubFunctions,
  hubFunctions,
  type ProcessClients,
  processClients,
  type Surroundings,
} from './fault-functions.ts';
import {
  type Answer,
  answerOf,
  capabilityOf,
  createTables,
  failedOf,
  type Message,
  type Outcome,
  sequenceOf,
  sqsEvent,
  tailOf,
  wants,
} from './fault-plumbing.ts';
import { faultPoints, type Process } from './fault-points.ts';
import { apiEvent, lambdaContext } from './http.ts';
import type { MemoryBucket } from './memory-bucket.ts';
import { scanAll, type TestTable } from './table.ts';

/** Modifies clients before a function runs, for example to remove a guard. */
export type Tamper = (clients: ProcessClients) => void;

export interface WorldOptions {
  readonly tamper?: Tamper;
  /** Kind of function whose failures its mapping ignores. */
  readonly silent?: string;
  /** Whether the work queue refuses a message for its content. @default it refuses none */
  readonly refuses?: Surroundings['refuses'];
  /** Event types and their effects. @default the hub's */
  readonly events?: Surroundings['events'];
  /** @default 1 */
  readonly sdkAttempts?: number;
  /** True: the projector retries refused rows within a batch. @default false */
  readonly patient?: boolean;
  /**
   * Delivers the newest message first and one at a time, because a batch is processed concurrently.
   * @default oldest first
   */
  readonly reversed?: boolean;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly resource: string;
  readonly params?: Record<string, string>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const { maxReceiveCount } = queueTable.events.work;

let worlds = 0;
const retriesOfBatch = 5;

export type World = Awaited<ReturnType<typeof newWorld>>;

export async function newWorld(engine: TestTable, options: WorldOptions = {}) {
  worlds += 1;
  const names = { tableName: `hub-${worlds}`, idempotencyTableName: `answers-${worlds}` };
  await createTables(engine, names);
  const stream = await tailOf(engine, names.tableName);
  const faults = faultPoints();
  const queue: Message[] = [];
  const deadLetters: Message[] = [];
  const givenUp: string[] = [];
  const message = (body: string): Message => ({ id: crypto.randomUUID(), body, sentMs: Date.now(), deliveries: 0 });
  const bucket: MemoryBucket = new Map();
  const surroundings: Surroundings = {
    bucket,
    sdkAttempts: options.sdkAttempts,
    patient: options.patient,
    events: options.events,
    refuses: options.refuses,
    endpoint: engine.endpoint,
    ...names,
    enqueue: (body, name) => void (name === 'failures' ? deadLetters : queue).push(message(body)),
  };

  /** Runs a function once, in its own process. */
  const run = async <T>(kind: string, work: (functions: HubFunctions) => Promise<T>): Promise<Outcome<T>> => {
    const process: Process = { kind, gone: false };
    const clients = processClients(surroundings, (client) => faults.attach(client, process));
    options.tamper?.(clients);
    try {
      const value = await work(hubFunctions(surroundings, clients));
      return process.gone ? { kind: 'crashed' } : { kind: 'answer', value };
    } catch (error) {
      return process.gone ? { kind: 'crashed' } : { kind: 'failed', error };
    }
  };

  const received = async (kind: 'sync' | 'park', from: Message[], onFailed: (failed: Message) => void) => {
    if (from.length === 0) return false;
    const batch = options.reversed === true ? from.splice(-1) : from.splice(0, 10);
    for (const taken of batch) taken.deliveries += 1;
    const outcome = await run(kind, (functions) => functions[kind]()(sqsEvent(batch), lambdaContext()));
    const failed = failedOf(
      outcome,
      kind,
      options.silent,
      batch.map(({ id }) => id),
    );
    for (const taken of batch.filter(({ id }) => failed.has(id))) onFailed(taken);
    return true;
  };

  const readers = (['relay', 'projector'] as const).map((kind) => ({
    kind,
    waiting: [] as JsonObject[],
    failures: 0,
    batchSize: 100,
  }));
  const readStream = async (): Promise<boolean> => {
    const records = (await stream.reader.read()).map(({ event }) => event);
    let moved = false;
    for (const reader of readers) {
      reader.waiting.push(...records.filter((record) => wants[reader.kind](record)));
      moved = (await deliverRecords(reader)) || moved;
    }
    return moved;
  };
  const deliverRecords = async (reader: (typeof readers)[number]): Promise<boolean> => {
    if (reader.waiting.length === 0) return false;
    const batch = reader.waiting.slice(0, reader.batchSize);
    const outcome = await run(reader.kind, (functions) =>
      functions[reader.kind]()({ Records: batch } as never, lambdaContext()),
    );
    const failed = failedOf(outcome, reader.kind, options.silent, batch.map(sequenceOf));
    const first = batch.findIndex((record) => failed.has(sequenceOf(record)));
    if (first === -1) {
      reader.waiting.splice(0, batch.length);
      Object.assign(reader, { failures: 0, batchSize: 100 });
      return true;
    }
    reader.waiting.splice(0, first);
    reader.failures += 1;
    // Bisects a batch that failed as a whole.
    if (first === 0) reader.batchSize = Math.max(1, Math.floor(batch.length / 2));
    if (reader.failures > retriesOfBatch) {
      givenUp.push(...reader.waiting.splice(0, 1).map(sequenceOf));
      reader.failures = 0;
    }
    return true;
  };

  const pumpOnce = async (): Promise<boolean> => {
    const streamed = await readStream();
    const synced = await received(
      'sync',
      queue,
      (failed) =>
        void (failed.deliveries >= maxReceiveCount
          ? deadLetters.push({ ...failed, deliveries: 0 })
          : queue.push(failed)),
    );
    const parked = await received('park', deadLetters, (failed) => void deadLetters.push(failed));
    return streamed || synced || parked;
  };

  return {
    ...names,
    bucket,
    faults,
    queue,
    deadLetters,
    /** Sequence numbers of stream records that a mapping discarded. */
    givenUp,
    run,
    items: (): Promise<readonly Item[]> => scanAll(engine.documents, names.tableName),
    /** Writes or deletes an item without the product. */
    put: (item: Item) => engine.documents.send(new PutCommand({ TableName: names.tableName, Item: item })),
    remove: ({ pk, sk }: Item) =>
      engine.documents.send(new DeleteCommand({ TableName: names.tableName, Key: { pk, sk } })),
    /** Makes one delivery by each mapping with pending records. @returns false when there were none */
    pumpOnce,
    /** Delivers stream records once, without the queue. */
    streamOnce: readStream,
    /** Delivers until stream and queues are empty, at most `rounds` times, because some messages fail forever. */
    pump: async (rounds = 60): Promise<boolean> => {
      for (let round = 0; round < rounds; round += 1) if (!(await pumpOnce())) return true;
      return false;
    },
    /** Sends one request; returns undefined without an answer. */
    request: async (call: Call): Promise<Answer | undefined> => {
      const { resource, params, method, body, headers } = call;
      const path = resource.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? '');
      const event = apiEvent({
        method,
        resource,
        path,
        ...(params === undefined ? {} : { params }),
        ...(body === undefined ? {} : { body }),
        headers: { authorization: 'Bearer any', ...headers },
      });
      const outcome = await run('api', (functions) => functions[capabilityOf(resource)]()(event, lambdaContext()));
      return outcome.kind === 'answer' ? answerOf(outcome.value) : undefined;
    },
    sweep: () => run('sweep', (functions) => functions.sweep()),
    sweepDocuments: () => run('sweepDocuments', (functions) => functions.sweepDocuments()),
    repairCounters: () => run('repair', (functions) => functions.repairCounters()),
    /** Advances the functions' clock. */
    advance: (ms: number): void => void vi.setSystemTime(Date.now() + ms),
    end: () => stream.end(),
  };
}
