// Composes what puts events on their queues.
import { queueClient } from '../../shared/adapters/clients.ts';
import { type EventQueue, eventQueue } from '../../shared/adapters/event-queue.ts';
import type { Log } from '../../shared/observability/log.ts';
import { type EnvironmentName, requireEnv } from '../../shared/runtime/env.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import type { OutgoingMessage } from './relay-events.ts';

/** The variable that holds the URL of each queue. */
const queueUrls: Readonly<Record<OutgoingMessage['queue'], EnvironmentName>> = {
  work: 'workQueueUrl',
  failures: 'failureQueueUrl',
};

/** What puts events on their queues. */
export function sendDeps(log: Log) {
  const urls = Object.fromEntries(Object.entries(queueUrls).map(([name, variable]) => [name, requireEnv(variable)]));
  const queue: EventQueue = eventQueue(queueClient(), urls, (error) => {
    log.error('a queue refused a batch', { error });
  });
  return { send: queue.sendEvents, toEnvelope };
}
