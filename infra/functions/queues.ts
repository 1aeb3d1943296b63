// The queue table: a row for each queue that events travel on, and the queue of what the stream's readers give up. Queue,
// dead-letter queue, alarms, variables, rights of senders and the mapping that parks follow from the row.
import type { QueueName } from '../../shared/contracts/values/queue-names.ts';
import type { EventQueueRow, QueueTable } from './queue-spec.ts';

const events: Readonly<Record<QueueName, EventQueueRow>> = {
  work: {
    holds: 'events of the hub, one CloudEvents document per message',
    retentionDays: 4,
    // The poller may hold a batch and be throttled a few times before the function runs.
    visibilityTimeouts: 6,
    maxReceiveCount: 5,
    alarmAfterMinutes: 5,
    deadLetters: 'dead-letters',
    notes: 'failureQueueUrl',
  },
};

export const queueTable = {
  events,
  streamFailures: { holds: 'positions of stream records that a reader gave up on' },
} satisfies QueueTable;
