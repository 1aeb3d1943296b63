// Composes what puts events on their queues.
import { queueClient } from '../../shared/adapters/clients.ts';
import { type EventQueue, eventQueue } from '../../shared/adapters/event-queue.ts';
import type { Log } from '../../shared/observability/log.ts';
import { requireEnv } from '../../shared/runtime/env.ts';
import { queueUrls } from '../../shared/runtime/queue-urls.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { failureQueue } from './relay-events.ts';

/** What puts events on their queues. */
export function sendDeps(log: Log) {
  const urls = { ...queueUrls(), [failureQueue]: requireEnv('failureQueueUrl') };
  const queue: EventQueue = eventQueue(queueClient(), urls, (error) => {
    log.error('a queue refused a batch', { error });
  });
  return { send: queue.sendEvents, toEnvelope };
}
