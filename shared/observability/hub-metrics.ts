// Names of the metrics about events. Functions emit them; alarms and the CloudWatch dashboard read them.
// docs/runbook.md describes each.

/** Namespace of all metrics. Their only dimension is `service`, the name of the stack. */
export const metricNamespace = 'IntegrationHub';

export const hubMetrics = {
  /** Events that relay and sweep sent to the work queue. */
  dispatched: 'events.dispatched',
  /** Events that sync applied. */
  processed: 'events.processed',
  /** Stale events that sync skipped, because a later version was already applied. Not a failure. */
  skipped: 'events.skipped',
  /** Failed attempts; the queue redelivers the message. */
  failed: 'events.failed',
  /** Messages that failed permanently and were parked. */
  deadLettered: 'events.dead_lettered',
  /** Earlier deliveries of the message just handled; 0 when the first delivery succeeded. */
  retryDepth: 'events.retry_depth',
  /** Processing time of one message in milliseconds; its 95th percentile is `processing_time_p95`. */
  processingTime: 'processing_time',
  /** Age of the oldest pending event, when it is over a minute; emitted each minute. */
  lagSeconds: 'consumer.lag_seconds',
  /** Number of pending events; emitted each minute. */
  backlogSize: 'backlog_size',
  /** Dead letters that wait for a decision; emitted each minute. The dead-letter queue itself drains within seconds. */
  deadLetterDepth: 'dlq_depth',
  /** Open cases past their due date; the report of overdue cases emits it. */
  overdueCases: 'cases.overdue',
  /** Detected duplicates: requests with a stored answer for their `Idempotency-Key`, and messages of settled events. */
  dedupHits: 'dedup.store_hits',
  /** New requests with an `Idempotency-Key`, and new messages. */
  dedupMisses: 'dedup.store_misses',
  /** Requests with an `Idempotency-Key` whose answer the store failed to read or to keep. */
  dedupErrors: 'dedup.store_errors',
} as const;
