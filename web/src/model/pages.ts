// A paged list: its first page is refreshed, later pages are appended on demand. Pure.
import type { Page } from '../../../shared/contracts/page.ts';
import type { Result } from '../api/problem.ts';

/** Puts `fresh` first, then the known items that are not in it, in the old order. */
export function mergeNewest<T>(known: readonly T[], fresh: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Set(fresh.map(keyOf));
  return [...fresh, ...known.filter((item) => !seen.has(keyOf(item)))];
}

/** Appends the items of `older` that are not known yet. */
export function appendOlder<T>(known: readonly T[], older: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Set(known.map(keyOf));
  return [...known, ...older.filter((item) => !seen.has(keyOf(item)))];
}

/**
 * Combines the refreshed first page with the known items after it. A known item within the range of the first page that
 * is missing from it has left the list.
 */
export function mergeFirst<T>(
  known: readonly T[],
  first: Page<T>,
  keyOf: (item: T) => string,
  comesAfter: (item: T, other: T) => boolean,
): readonly T[] {
  const { data, pagination } = first;
  const last = data.at(-1);
  if (pagination.next === null || last === undefined) return data;
  const later = known.filter((item) => comesAfter(item, last));
  return mergeNewest(later, data, keyOf);
}

/**
 * Fills a page: the API examines a limited number of rows per call, so a filtered page may be short or empty although
 * more rows follow. It reads on until the page is full, the list ends, or `maxCalls` is reached; it returns a single
 * answer unchanged.
 */
export async function fillPage<T>(
  load: (cursor: string | undefined) => Promise<Result<Page<T>>>,
  cursor: string | undefined,
  maxCalls: number,
): Promise<Result<Page<T>>> {
  let filled = await load(cursor);
  for (let calls = 1; calls < maxCalls && filled.ok; calls += 1) {
    const { data, pagination } = filled.value;
    if (pagination.next === null || data.length >= pagination.limit) break;
    const result = await load(pagination.next);
    if (!result.ok) return result;
    // A combination of several answers has no entity tag.
    filled = { ok: true, value: { ...result.value, data: [...data, ...result.value.data] }, etag: null };
  }
  return filled;
}

/**
 * Reads the first pages of a list again, each filled, and combines them into one.
 * @param pages Number of pages; evaluated before each read, because the person may load more meanwhile
 */
export async function readPages<T>(
  load: (cursor: string | undefined) => Promise<Result<Page<T>>>,
  pages: () => number,
  keyOf: (item: T) => string,
  maxCalls: number,
): Promise<Result<Page<T>>> {
  let read = await fillPage(load, undefined, maxCalls);
  for (let count = 1; read.ok && count < pages(); count += 1) {
    const { data, pagination } = read.value;
    if (pagination.next === null) break;
    const result = await fillPage(load, pagination.next, maxCalls);
    if (!result.ok) return result;
    // A row that moves down between two calls is in both pages.
    read = { ok: true, value: { ...result.value, data: appendOlder(data, result.value.data, keyOf) }, etag: null };
  }
  return read;
}

/** Number of pages to reload after the person's own action, so that most visible rows reflect it. */
export const pagesToRenew = (read: number, shown: number, limit: number, most: number): number =>
  Math.min(most, Math.max(read, Math.ceil(shown / limit)));

/**
 * True when pages below the polled ones were read, so that a list continues from there: they show rows, or they were
 * searched without a match.
 * @param counts Polled pages, all read pages, shown rows
 */
export const isReadBelow = <T>(
  polled: Page<T>,
  { asked, read, shown }: { readonly asked: number; readonly read: number; readonly shown: number },
): boolean => shown > polled.data.length || (read > asked && polled.pagination.next !== null);
