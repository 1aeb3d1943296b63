// The hub's functions after a cold start, in one process: their own clients, dependencies composed from the
// environment, and the product's wrappers. fault-world.ts simulates AWS around them.
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { projectorDeps, repairDeps } from '../../functions/dashboard/compose.ts';
import { projectRecords } from '../../functions/dashboard/project-records.ts';
import { repairCounters } from '../../functions/dashboard/repair-counters.ts';
import { documentsDeps, documentWorkDeps, scannerMarkBy } from '../../functions/documents/compose.ts';
import { documentRoutes } from '../../functions/documents/routes.ts';
import { sweepDocuments } from '../../functions/documents/sweep-documents.ts';
import { integrationDeps, parkDeps } from '../../functions/events/compose.ts';
import { sweepDeps } from '../../functions/events/compose-sweep.ts';
import { parkMessage } from '../../functions/events/park-message.ts';
import { relayEvents } from '../../functions/events/relay-events.ts';
import { integrationRoutes } from '../../functions/events/routes.ts';
import { sweepAllOverdue } from '../../functions/events/sweep-outbox.ts';
import { documentDeclaring, intakeDeps } from '../../functions/intake/compose.ts';
import { intakeRoutes } from '../../functions/intake/routes.ts';
import { operationsDeps } from '../../functions/operations/compose.ts';
import { operationsRoutes } from '../../functions/operations/routes.ts';
import { syncDeps } from '../../functions/sync/compose.ts';
import type { Effects } from '../../functions/sync/effects.ts';
import { handleMessage } from '../../functions/sync/handle-message.ts';
import { type EventQueue, eventQueue } from '../../shared/adapters/event-queue.ts';
import { objectStore } from '../../shared/adapters/object-store.ts';
import type { EventDefinition } from '../../shared/contracts/events/definition.ts';
import { messageReader } from '../../shared/contracts/read-message.ts';
import { queueBatch } from '../../shared/runtime/batch/queue-batch.ts';
import { streamBatch } from '../../shared/runtime/batch/stream-batch.ts';
import { environmentNames, queueUrlVariable } from '../../shared/runtime/env.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { answersIn } from '../../shared/runtime/http/idempotency.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { recordingTools } from './http.ts';
import { type MemoryBucket, memoryBucketClient } from './memory-bucket.ts';

export const operator = { subject: 'person-operator', name: 'Olga Operator', role: 'operator' } as const;

const queueUrls = { work: 'http://queue.test/work', failures: 'http://queue.test/failures' } as const;

/** Tables of a world's functions, and the destination of their messages. */
export interface Surroundings {
  readonly endpoint: string;
  readonly tableName: string;
  readonly idempotencyTableName: string;
  readonly enqueue: (body: string, queue: keyof typeof queueUrls) => void;
  /** Whether the work queue refuses a message for its content. @default it refuses none */
  readonly refuses?: ((body: string) => boolean) | undefined;
  readonly bucket: MemoryBucket;
  /** Attempts of the SDK. @default 1: for later calls an SDK retry is the same call */
  readonly sdkAttempts?: number | undefined;
  /** Event types and their effects. @default the hub's */
  readonly events?: { readonly catalogue: readonly EventDefinition[]; readonly effects: Effects } | undefined;
  /** True: the projector retries refused rows without waiting. @default false, for the same reason */
  readonly patient?: boolean | undefined;
}

export interface ProcessClients {
  readonly documents: DynamoDBDocumentClient;
  readonly queue: () => SQSClient;
  readonly objects: () => S3Client;
}

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
// Processes share connections, because opening them would dominate the run time.
const { requestHandler } = new DynamoDBClient(settings).config;

/** The SDK's attempts without backoff. */
function attemptsOf(most: number) {
  const token = (retries: number) => ({ getRetryCount: () => retries, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async ({ getRetryCount }: ReturnType<typeof token>) => {
      if (getRetryCount() + 1 >= most) throw new Error('no attempts are left');
      return token(getRetryCount() + 1);
    },
    recordSuccess: () => undefined,
  };
}

/** @param onClient Receives each new client; most processes need only the table's */
export function processClients(
  { endpoint, enqueue, refuses = () => false, bucket, sdkAttempts = 1 }: Surroundings,
  onClient: (client: DynamoDBDocumentClient | SQSClient | S3Client) => void,
): ProcessClients {
  const plain = new DynamoDBClient({ ...settings, endpoint, requestHandler, retryStrategy: attemptsOf(sdkAttempts) });
  const documents = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  onClient(documents);
  const made = <T extends SQSClient | S3Client>(client: T): T => {
    onClient(client);
    return client;
  };
  return {
    documents,
    queue: once(() => made(queueInMemory({ enqueue, refuses }, sdkAttempts))),
    objects: once(() => made(memoryBucketClient(bucket))),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function queueInMemory(
  { enqueue, refuses }: Required<Pick<Surroundings, 'enqueue' | 'refuses'>>,
  sdkAttempts: number,
): SQSClient {
  // The stub generates answers, so there is no checksum to compare.
  const queue = new SQSClient({
    ...settings,
    endpoint: 'http://queue.test',
    md5: false,
    retryStrategy: attemptsOf(sdkAttempts),
  });
  queue.middlewareStack.add(
    () => async (args) => {
      const { Entries = [], QueueUrl } = args.input as SendMessageBatchCommandInput;
      const name = QueueUrl === queueUrls.failures ? 'failures' : 'work';
      const refused = Entries.filter(({ MessageBody = '' }) => name === 'work' && refuses?.(MessageBody));
      const taken = Entries.filter((entry) => !refused.includes(entry));
      for (const { MessageBody = '' } of taken) enqueue(MessageBody, name);
      const output = {
        Successful: taken.map(({ Id }) => ({ Id })),
        Failed: refused.map(({ Id }) => ({ Id, SenderFault: true, Code: 'InvalidMessageContents' })),
        $metadata: {},
      };
      return { output, response: {} } as never;
    },
    { step: 'finalizeRequest', name: 'queueInMemory', priority: 'low' },
  );
  return queue;
}

/** Base URL of uploads; the key of the object follows it. */
export const documentsUrl = 'https://documents.test';

/** Environment variables of the template; only one world at a time runs its functions in this process. */
function setEnvironment({ tableName, idempotencyTableName }: Surroundings): void {
  process.env[environmentNames.table] = tableName;
  process.env[environmentNames.idempotencyTable] = idempotencyTableName;
  process.env[queueUrlVariable('work')] = queueUrls.work;
  process.env[environmentNames.failureQueueUrl] = queueUrls.failures;
  process.env[environmentNames.shards] = '4';
  process.env[environmentNames.version] = 'test';
  process.env[environmentNames.documentBucket] = 'documents';
  process.env[environmentNames.documentsOrigin] = documentsUrl;
  process.env[environmentNames.documentsUrl] = documentsUrl;
  process.env[environmentNames.documentLimitBytes] = '1048576';
}

export type HubFunctions = ReturnType<typeof hubFunctions>;

export function hubFunctions(surroundings: Surroundings, { documents, queue, objects: s3 }: ProcessClients) {
  setEnvironment(surroundings);
  const { events } = surroundings;
  const tools = recordingTools();
  const send: EventQueue['sendEvents'] = (messages) => eventQueue(queue(), queueUrls).sendEvents(messages);
  const bucketDeps = () => {
    const objects = objectStore(s3(), 'documents');
    return { objects, scannerMark: scannerMarkBy(objects, undefined) };
  };
  const httpTools = () => ({
    ...tools,
    verify: async () => operator,
    answerByKey: answersIn(
      new DynamoDBPersistenceLayer({
        tableName: surroundings.idempotencyTableName,
        awsSdkV3Client: documents as unknown as DynamoDBClient,
      }),
    ),
    corsOrigins: ['*'],
    ifMatchRequired: false,
  });
  return {
    intake: () =>
      http(intakeRoutes, { ...intakeDeps(documents), documents: documentDeclaring(documents) }, httpTools()),
    documents: () => http(documentRoutes, { ...documentsDeps(documents, tools.log), ...bucketDeps() }, httpTools()),
    sweepDocuments: () =>
      sweepDocuments({ ...documentWorkDeps(documents, tools.log), ...bucketDeps() }, () => Number.POSITIVE_INFINITY),
    operations: () => http(operationsRoutes, operationsDeps(documents), httpTools()),
    integration: () => http(integrationRoutes, { ...integrationDeps(documents, tools.log), send }, httpTools()),
    relay: () =>
      streamBatch(
        (records) =>
          relayEvents(
            records.map(({ sequenceNumber, newImage }) => ({ sequenceNumber, item: newImage as unknown as EventItem })),
            { send, toEnvelope, ...(events === undefined ? {} : { catalogue: events.catalogue }) },
          ),
        tools,
      ),
    projector: () => {
      const deps = projectorDeps(documents);
      return streamBatch(async (records) => {
        const changed = records.map(({ sequenceNumber, newImage = {} }) => ({ sequenceNumber, item: newImage }));
        return projectRecords(changed, deps, async () => surroundings.patient === true);
      }, tools);
    },
    sync: () => {
      const own = events === undefined ? {} : { read: messageReader(events.catalogue), effects: events.effects };
      const deps = { ...syncDeps(documents), ...own };
      return queueBatch(async (message) => void (await handleMessage(message, deps)), tools);
    },
    park: () => {
      const deps = parkDeps(documents);
      return queueBatch(
        async ({ body, sentAt }) => void (await parkMessage({ body, sentAtMs: Date.parse(sentAt) }, deps)),
        tools,
      );
    },
    sweep: () => sweepAllOverdue({ ...sweepDeps(documents, tools.log), send }),
    repairCounters: () => {
      const deps = repairDeps(documents);
      return repairCounters({ ...deps, pause: async (ms) => void vi.setSystemTime(Date.now() + ms) });
    },
  };
}
