// A live list under filters: its first page is polled and filled from short ones, later pages are read on demand. Rows of
// the last search stay until the first answer of a new one, so that the page does not jump.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../../../shared/contracts/page.ts';
import type { Problem, Result } from '../api/problem.ts';
import { appendOlder, fillPage, mergeFirst } from '../model/pages.ts';
import { type Live, useLive } from './live.ts';

export interface SearchOptions<T> {
  /** What is looked for; another key is another search. */
  readonly key: string;
  readonly load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Result<Page<T>>>;
  readonly keyOf: (item: T) => string;
  /** Whether an item stands below another in the order of the list. */
  readonly comesAfter: (item: T, other: T) => boolean;
  readonly everyMs: (first: Page<T> | undefined) => number;
}

export interface Search<T> {
  readonly first: Live<Page<T>>;
  readonly items: readonly T[];
  /** Whether `items` are still those of the search before. */
  readonly stale: boolean;
  /** Whether not everything has been looked through. */
  readonly more: boolean;
  readonly loadingMore: boolean;
  readonly moreProblem: Problem | null;
  readonly loadMore: () => void;
}

interface Later<T> {
  /** Whose search this is. */
  readonly key: string;
  readonly items: readonly T[];
  /** Undefined until a later page was read: then the first page's own cursor counts. */
  readonly next: string | null | undefined;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** Calls in a row for one page before the person is asked whether to go on. */
const maxCalls = 4;

const unread = (key: string) => ({ key, items: [], next: undefined, busy: false, problem: null });

export function useSearch<T>(options: SearchOptions<T>): Search<T> {
  const { key, keyOf, comesAfter } = options;
  const first = useLive<Page<T>>({
    key,
    load: (signal) => fillPage((cursor) => options.load(cursor, signal), undefined, maxCalls),
    everyMs: options.everyMs,
  });
  const later = useSignal<Later<T>>(unread(key));
  const before = useRef<readonly T[]>([]);
  const mine: Later<T> = later.value.key === key ? later.value : unread(key);
  const page = first.value;

  useEffect(() => {
    if (page === undefined) return;
    // What slides off the first page stays in the list once later pages hang below it.
    const known = later.peek().key === key ? later.peek() : unread(key);
    later.value = { ...known, items: mergeFirst(known.items, page, keyOf, comesAfter) };
  }, [page]);

  const cursor = mine.next === undefined ? (page?.pagination.next ?? null) : mine.next;
  const loadMore = async () => {
    if (cursor === null || mine.busy) return;
    later.value = { ...mine, busy: true, problem: null };
    const result = await fillPage((at) => options.load(at), cursor, maxCalls);
    const now = later.peek();
    if (now.key !== key) return;
    later.value = result.ok
      ? {
          ...now,
          items: appendOlder(now.items, result.value.data, keyOf),
          next: result.value.pagination.next,
          busy: false,
        }
      : { ...now, busy: false, problem: result.problem };
  };

  const items = page === undefined ? before.current : mergeFirst(mine.items, page, keyOf, comesAfter);
  before.current = items;
  return {
    first,
    items,
    stale: page === undefined,
    more: cursor !== null,
    loadingMore: mine.busy,
    moreProblem: mine.problem,
    loadMore: () => void loadMore(),
  };
}
