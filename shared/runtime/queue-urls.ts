// URLs of all queues that events travel on; infra tells them to functions that send to these queues, look at or purge them.
import { type QueueName, queueNames } from '../contracts/values/queue-names.ts';
import { requireQueueUrl } from './env.ts';

/** @throws Error when the environment lacks one of them. */
export const queueUrls = (names: readonly QueueName[] = queueNames): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, requireQueueUrl(name)]));
