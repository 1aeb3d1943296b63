// Measures growth of run time with size. It distinguishes linear from quadratic work on any machine by a relative
// measure.

const factor = 8;

/** Threshold between linear growth (8 for eight times the size) and quadratic growth (64), with a margin for noise. */
export const quadratic = 40;

/** Returns the ratio of run times for eight times the size; the fastest of five runs counts on either side. */
export function growth<T>(size: number, inputOf: (size: number) => T, work: (input: T) => unknown): number {
  const [small, large] = [inputOf(size), inputOf(size * factor)];
  let [smallMs, largeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < 5; run += 1) {
    smallMs = Math.min(
      smallMs,
      elapsedMs(() => work(small)),
    );
    largeMs = Math.min(
      largeMs,
      elapsedMs(() => work(large)),
    );
  }
  // The clock resolves microseconds at best, so the divisor is at least ten of them.
  return largeMs / Math.max(smallMs, 0.01);
}

function elapsedMs(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
