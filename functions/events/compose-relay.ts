// Composes the sender that puts events on their queues.

import { queueClient } from '../../shared/adapters/clients.ts';
import { type EventQueue, eventQueue } from '../../shared/adapters/event-queue.ts';
import { queueNames } from '../../shared/contracts/values/queue-names.ts';
import type { Log } from '../../shared/observability/log.ts';
import { requireEnv, requireQueueUrls } from '../../shared/runtime/env.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { failureQueue } from './relay-events.ts';

/** Dependencies of that sender. */
export function sendDeps(log: Log) {
  const urls = { ...requireQueueUrls(queueNames), [failureQueue]: requireEnv('failureQueueUrl') };
  const queue: EventQueue = eventQueue(queueClient(), urls, (error) => {
    log.error('a queue refused a batch', { error });
  });
  return { send: queue.sendEvents, toEnvelope };
}
