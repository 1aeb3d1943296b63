// Shares one answer among callers for a while: for reads that are dear and may be a little old.

/**
 * Wraps `load` so that it runs at most once every `ttlMs`, whoever asks; a failed load is not kept.
 *
 * @param ttlMs Milliseconds that an answer is shared, counted from when it was asked for.
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
