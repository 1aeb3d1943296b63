// Starts the thread that serves SQS and S3 and sends it messages.
import { Worker } from 'node:worker_threads';
import { workerFile } from '../lambda/worker-file.ts';
import type {
  QueueAndBucketData,
  QueueCommand,
  QueueContent,
  QueueReply,
  RequestCounts,
} from './queue-and-bucket-messages.ts';

export interface QueueAndBucket {
  /** Origin of both services. */
  readonly endpoint: string;
  /** Purges a queue, including messages in flight. */
  purge(queue: string): Promise<void>;
  /** Makes waiting receive calls return empty. */
  release(queue: string): Promise<void>;
  inspect(queue: string): Promise<QueueContent>;
  requestCounts(): Promise<RequestCounts>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export async function startQueueAndBucket(data: QueueAndBucketData): Promise<QueueAndBucket> {
  const worker = new Worker(workerFile(new URL('./queue-and-bucket.worker.ts', import.meta.url)), {
    workerData: data,
    execArgv: [],
  });
  const waiting = new Map<number, (value: QueueContent | RequestCounts | undefined) => void>();
  let lastId = 0;
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (reply: QueueReply) => {
      if (reply.kind === 'listening') {
        resolve(reply.port);
      } else if (reply.kind === 'failed') {
        reject(new Error(`SQS and S3 did not start: ${reply.message}`));
      } else {
        waiting.get(reply.id)?.(reply.value);
        waiting.delete(reply.id);
      }
    });
  });
  const ask = (command: QueueCommand) => {
    lastId += 1;
    const id = lastId;
    const answer = new Promise<QueueContent | RequestCounts | undefined>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, command });
    return answer;
  };
  const kill = async () => {
    await worker.terminate();
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    purge: async (queue) => void (await ask({ kind: 'purge', queue })),
    release: async (queue) => void (await ask({ kind: 'release', queue })),
    inspect: async (queue) => (await ask({ kind: 'inspect', queue })) as QueueContent,
    requestCounts: async () => (await ask({ kind: 'counts' })) as RequestCounts,
    stop: async () => {
      await ask({ kind: 'stop' });
      await kill();
    },
    kill,
  };
}
