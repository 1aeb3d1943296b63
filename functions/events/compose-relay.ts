// Composes what puts events on the work queue.
import { queueClient } from '../../shared/adapters/clients.ts';
import { type EventQueue, eventQueue } from '../../shared/adapters/event-queue.ts';
import type { Log } from '../../shared/observability/log.ts';
import { requireEnv } from '../../shared/runtime/env.ts';
import { toEnvelope } from '../../shared/table/outbox/outbox.ts';

/** What puts events on the work queue. */
export function sendDeps(log: Log) {
  const queue: EventQueue = eventQueue(queueClient(), requireEnv('workQueueUrl'), (error) => {
    log.error('work queue refused a batch', { error });
  });
  return { send: queue.sendEvents, toEnvelope };
}
