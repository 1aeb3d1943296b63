// A list that grows at both ends: the newest page is refreshed, older pages are appended on demand. Pure.

/** `fresh` first, then what was known and is not in it, in the old order. */
export function mergeNewest<T>(known: readonly T[], fresh: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Set(fresh.map(keyOf));
  return [...fresh, ...known.filter((item) => !seen.has(keyOf(item)))];
}

/** What was known, then what of `older` is not in it yet. */
export function appendOlder<T>(known: readonly T[], older: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Set(known.map(keyOf));
  return [...known, ...older.filter((item) => !seen.has(keyOf(item)))];
}
