// Repairs the counters after a crash of the projector: each minute, batches that were left open are closed. Where there are
// none, it costs one read.
import type { Pause } from '../../shared/async/backoff.ts';
import { remainingGraceMs } from '../../shared/core/dashboard/open-batch.ts';
import type { Counts } from '../../shared/core/dashboard/projections.ts';
import { hourOf } from '../../shared/core/dashboard/row-counts.ts';
import type { OpenBatchStore } from '../../shared/table/dashboard/open-batch-store.ts';
import { type CloseBatchesDeps, closeBatches, openIn } from './close-batches.ts';

export interface RepairCountersDeps extends CloseBatchesDeps {
  readonly batches: Pick<OpenBatchStore, 'counters' | 'close' | 'moveHours'>;
  readonly nowMs: () => number;
  readonly pause: Pause;
}

export interface RepairResult {
  /** Batches that were closed, most of them complete. */
  readonly closed: number;
  /** Differences of the counters. */
  readonly corrected: Counts;
}

/** Batches that may still be at work are waited for, so that a crash just before the run is not left to the next one. */
export async function repairCounters(deps: RepairCountersDeps): Promise<RepairResult> {
  let counters = await deps.batches.counters();
  const open = openIn(counters);
  const waitMs = remainingGraceMs(open, deps.nowMs());
  if (waitMs > 0) {
    await deps.pause(waitMs);
    counters = await deps.batches.counters();
  }
  const leftOver = openIn(counters).filter(({ id }) => open.some((batch) => batch.id === id));
  const corrected = await closeBatches(leftOver, deps);
  const thisHour = hourOf(new Date(deps.nowMs()).toISOString());
  for (const counter of counters) await deps.batches.moveHours(counter, thisHour);
  return { closed: leftOver.length, corrected };
}
