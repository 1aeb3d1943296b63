// Caches one asynchronous result for a short time and shares it among callers: for expensive reads that may be stale.

/**
 * Wraps `load` so that it runs at most once per `ttlMs` for all callers. A failed load is not cached.
 *
 * @param ttlMs Time to live of a result in milliseconds, counted from the start of its load.
 * @param nowMs The clock, in milliseconds.
 * @example
 * const overview = memo(1000, Date.now, () => readOverview(deps));
 */
export function memo<T>(ttlMs: number, nowMs: () => number, load: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (kept !== undefined && nowMs() < kept.until) return kept.answer;
    const answer = load();
    const entry = { until: nowMs() + ttlMs, answer };
    kept = entry;
    answer.catch(() => {
      if (kept === entry) kept = undefined;
    });
    return answer;
  };
}
