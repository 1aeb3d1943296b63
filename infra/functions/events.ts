// Functions of the events: those that carry them, and the API that shows them.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { apiFunction } from './api-function.ts';
import { backgroundFunction } from './background-function.ts';
import type { FunctionSpec } from './function-spec.ts';

const relay = backgroundFunction('events', {
  name: 'relay',
  trigger: {
    kind: 'stream',
    // Only the insert of an owed event: its later `completed` must not start the relay again.
    eventName: 'INSERT',
    newImage: { entity: ['event'], event_status: ['pending'] },
    // 100 events are ten SendMessageBatch calls, well within the timeout.
    batchSize: 100,
  },
  description: 'Sends outbox events from the table stream to the work queue',
  queues: 'send',
  timeoutSeconds: 15,
});

const park = backgroundFunction('events', {
  name: 'park',
  // Two is the least SQS mappings take; parking is rare and must not crowd out other functions.
  trigger: { kind: 'queue', queues: 'failures', maxConcurrency: 2 },
  description: 'Parks what could not be processed as dead letters that an operator sees',
  reads: ['outbox', 'desk'],
  writes: ['outbox', 'desk'],
  timeoutSeconds: 10,
  alarms: [
    {
      name: 'Parked',
      section: 'messages-are-parked',
      meaning: 'Messages or stream records failed for good within five minutes and were given to parking',
      // Failures of single messages are partial answers, which are no errors, and parking leaves the queues empty:
      // that this function runs at all is the one sign of them.
      measure: 'invocations',
      threshold: 1,
    },
  ],
});

const sweep = backgroundFunction('events', {
  name: 'sweep',
  trigger: { kind: 'schedule', everyMinutes: 1 },
  description: 'Sends events again that have been pending for longer than a minute',
  reads: ['outbox', 'desk'],
  queues: 'send',
  // Shorter than its schedule, so that two sweeps never overlap.
  timeoutSeconds: 50,
  // It emits both metrics each minute: without it nothing is known of them.
  alarms: [
    {
      name: 'Lag',
      section: 'events-are-owed-too-long',
      meaning: 'An event has been owed for more than five minutes, wherever it is stuck',
      measure: { emitted: hubMetrics.lagSeconds },
      threshold: 300,
      silence: 'unknown',
    },
    {
      name: 'DeadLettersWait',
      section: 'dead-letters-wait',
      meaning: 'Dead letters have been waiting for a decision for an hour',
      measure: { emitted: hubMetrics.deadLetterDepth },
      threshold: 1,
      periods: 12,
      silence: 'unknown',
    },
  ],
});

export const eventFunctions: readonly FunctionSpec[] = [
  apiFunction('events', {
    name: 'integration-api',
    description:
      'Shows events, sync logs and dead letters; redrives and dismisses dead letters; runs the sweep on demand',
    reads: ['outbox', 'desk', 'reference'],
    writes: ['outbox', 'desk'],
    // Each decision has its audit entry.
    appends: ['audit'],
    lists: true,
    queues: 'send',
    idempotency: true,
  }),
  relay,
  park,
  sweep,
];
