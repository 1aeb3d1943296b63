// Measures each message of sync: outcome, number of deliveries and duration. A skipped message is not failed, and a
// redelivery that the outbox recognised is neither.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import type { Measure } from '../../shared/observability/measurement.ts';
import type { SyncEventResult } from './effect.ts';

const counterOf: Readonly<Record<SyncEventResult['kind'] | 'failed', string>> = {
  synced: hubMetrics.processed,
  skipped: hubMetrics.skipped,
  duplicate: hubMetrics.dedupHits,
  failed: hubMetrics.failed,
};

/** @param attempt Number of the delivery, from 1 */
export async function measuredSync(
  attempt: number,
  measure: Measure,
  work: () => Promise<SyncEventResult>,
): Promise<SyncEventResult> {
  const startedMs = performance.now();
  let kind: keyof typeof counterOf = 'failed';
  try {
    const result = await work();
    kind = result.kind;
    return result;
  } finally {
    measure({
      [counterOf[kind]]: [1, 'count'],
      ...(kind === 'synced' || kind === 'skipped' ? { [hubMetrics.dedupMisses]: [1, 'count'] as const } : {}),
      [hubMetrics.retryDepth]: [[attempt - 1], 'count'],
      [hubMetrics.processingTime]: [[performance.now() - startedMs], 'ms'],
    });
  }
}
