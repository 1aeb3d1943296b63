// Cost against size: tells linear work from quadratic work on any machine, because both sizes run side by side.

const factor = 8;

/** Between linear growth (8 for eight times the size) and quadratic growth (64), nearer to the second for the noise of a busy machine. */
export const quadratic = 40;

/** How many times longer `work` takes on eight times the size; the quickest of five runs counts on either side. */
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
  // The clock counts microseconds at best: nothing takes less than ten of them here.
  return largeMs / Math.max(smallMs, 0.01);
}

function elapsedMs(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
