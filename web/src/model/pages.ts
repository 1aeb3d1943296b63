// A list that grows at both ends: its first page is refreshed, later pages are appended on demand. Pure.
import type { Page } from '../../../shared/contracts/page.ts';
import type { Result } from '../api/problem.ts';

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

/**
 * The refreshed first page, then of what was known only what comes after it: a row within its range that is not in it
 * any more has left the list.
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
 * The API examines a bounded number of rows in a call, so a filtered page may be short or empty although more follow.
 * Reads on until the page is full, the list ends, or `maxCalls` were made; a single answer is handed on as it is.
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
    // Several answers, so no single tag stands for them.
    filled = { ok: true, value: { ...result.value, data: [...data, ...result.value.data] }, etag: null };
  }
  return filled;
}

/**
 * Reads the first pages of a list again, each filled, as the one page that they are together.
 * @param pages How many; asked before each, because somebody may read on meanwhile
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

/** Pages to read again after one's own action, so that as much as possible of what is shown is as the action left it. */
export const pagesToRenew = (read: number, shown: number, limit: number, most: number): number =>
  Math.min(most, Math.max(read, Math.ceil(shown / limit)));

/**
 * Whether something below the polled pages was read, so that a list goes on from there: rows are shown, or pages were looked
 * through in which nothing was found.
 * @param counts Pages that the poll asked for, pages that were read in all, rows that are shown
 */
export const isReadBelow = <T>(
  polled: Page<T>,
  { asked, read, shown }: { readonly asked: number; readonly read: number; readonly shown: number },
): boolean => shown > polled.data.length || (read > asked && polled.pagination.next !== null);
