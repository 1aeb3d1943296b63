// Serves SQS and S3 (fauxqs) in a worker thread on 127.0.0.1 only, with objects mirrored to disk.
import { parentPort, workerData } from 'node:worker_threads';
import { buildApp } from 'fauxqs';
import { isLocalHost, isLocalOrigin } from '../api/local-origin.ts';
import { mirrorObjects, type ObjectStore } from './object-mirror.ts';
import type {
  QueueAndBucketData,
  QueueCommand,
  QueueContent,
  QueueReply,
  RequestCounts,
} from './queue-and-bucket-messages.ts';

interface Message {
  readonly body: string;
}

interface Queue {
  cancelWaiters(): void;
  purge(): void;
  inspectMessages(): {
    readonly ready: readonly Message[];
    readonly delayed: readonly Message[];
    readonly inflight: readonly { readonly message: Message }[];
  };
}

interface QueueStore {
  host: string;
  createQueue(name: string, url: string, arn: string, attributes: Readonly<Record<string, string>>): Queue;
  getQueueByName(name: string): Queue | undefined;
}

/** The members of the server's request and reply that the hook uses. */
interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Reply {
  code(status: number): Reply;
  type(contentType: string): Reply;
  send(text: string): PromiseLike<unknown>;
}

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

const data = workerData as QueueAndBucketData;
const counts: Record<string, number> = {};

/** The package exports only a server for all interfaces; its stores allow a server for 127.0.0.1 with the mirror. */
async function internal<T>(path: string, name: string): Promise<T> {
  const module = (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as Record<string, new () => T>;
  const found = module[name];
  if (found === undefined) {
    throw new Error(`fauxqs has no ${name} in ${path}; the host works with version 1.9.2`);
  }
  return new found();
}

async function start(): Promise<{ readonly queues: QueueStore; readonly stop: () => Promise<void> }> {
  const queues = await internal<QueueStore>('./sqs/sqsStore.js', 'SqsStore');
  const topics = await internal<object>('./sns/snsStore.js', 'SnsStore');
  const objects = await internal<ObjectStore>('./s3/s3Store.js', 'S3Store');
  // Queue URLs then contain the client's own host name, which needs no DNS server.
  queues.host = '';
  for (const bucket of data.buckets) {
    objects.createBucket(bucket);
  }
  mirrorObjects(objects, data.objectFolder, data.buckets);
  const app = buildApp({
    logger: false,
    stores: { sqsStore: queues, snsStore: topics, s3Store: objects } as unknown as Stores,
  });
  app.addHook('onRequest', async (request: Request, reply: Reply) => {
    if (!isLocalHost(request.headers['host']) || !isLocalOrigin(request.headers['origin'])) {
      await reply.code(403).type('text/plain').send('this server answers only to this machine and its own pages\n');
      return;
    }
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const action = target.slice(target.indexOf('.') + 1);
      counts[action] = (counts[action] ?? 0) + 1;
    }
  });
  const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  for (const queue of data.queues) {
    const url = `${address.origin}/${data.accountId}/${queue.name}`;
    queues.createQueue(queue.name, url, queue.arn, queue.attributes);
  }
  send({ kind: 'listening', port: Number(address.port) });
  return { queues, stop: () => app.close() };
}

function inspect(queue: Queue | undefined): QueueContent {
  const { ready, delayed, inflight } = queue?.inspectMessages() ?? { ready: [], delayed: [], inflight: [] };
  const bodies = (messages: readonly Message[]) => messages.map(({ body }) => body);
  return { ready: bodies(ready), delayed: bodies(delayed), inFlight: bodies(inflight.map(({ message }) => message)) };
}

function send(reply: QueueReply): void {
  parentPort?.postMessage(reply);
}

const served = start().catch((error: unknown) => {
  send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  throw error;
});

async function obey(command: QueueCommand): Promise<QueueContent | RequestCounts | undefined> {
  const { queues, stop } = await served;
  switch (command.kind) {
    case 'purge':
      queues.getQueueByName(command.queue)?.purge();
      return undefined;
    case 'release':
      queues.getQueueByName(command.queue)?.cancelWaiters();
      return undefined;
    case 'inspect':
      return inspect(queues.getQueueByName(command.queue));
    case 'counts':
      return counts;
    case 'stop':
      await stop();
      return undefined;
  }
}

parentPort?.on('message', ({ id, command }: { readonly id: number; readonly command: QueueCommand }) => {
  void obey(command).then((value) => send({ kind: 'done', id, value }));
});
