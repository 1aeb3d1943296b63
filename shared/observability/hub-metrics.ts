// Names of what is measured about events. Functions emit by these names, alarms and the CloudWatch dashboard read them;
// docs/runbook.md says what each means.

/** Namespace of all metrics. Their one dimension is `service`: the name of the stack. */
export const metricNamespace = 'IntegrationHub';

export const hubMetrics = {
  /** Events put on the work queue by relay and sweep. */
  dispatched: 'events.dispatched',
  /** Events carried to their effects. */
  processed: 'events.processed',
  /** Events that had nothing left to do: a later version was there already. Not a failure. */
  skipped: 'events.skipped',
  /** Attempts that failed; the queue delivers the message again. */
  failed: 'events.failed',
  /** Messages that failed for good and were parked. */
  deadLettered: 'events.dead_lettered',
  /** Deliveries before the one that was just handled: 0 when the first did it. */
  retryDepth: 'events.retry_depth',
  /** Time that one message took, in milliseconds; its 95th percentile is `processing_time_p95`. */
  processingTime: 'processing_time',
  /** How long the event has been owed that has been owed longest, once that is over a minute; each minute. */
  lagSeconds: 'consumer.lag_seconds',
  /** Events that are owed; each minute. */
  backlogSize: 'backlog_size',
  /** Dead letters that wait for a decision; each minute. The queue itself is emptied within seconds. */
  deadLetterDepth: 'dlq_depth',
  /** Cases past their due date that are not closed, as the report of breaches found them. */
  overdueCases: 'cases.overdue',
  /** Repetitions that were recognised: by the stored answer of an `Idempotency-Key`, or by an event being settled. */
  dedupHits: 'dedup.store_hits',
  /** The others: requests with a key and messages that were new. */
  dedupMisses: 'dedup.store_misses',
  /** Requests with a key whose answer could not be looked up or kept. */
  dedupErrors: 'dedup.store_errors',
} as const;
