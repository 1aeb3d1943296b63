// A live list: polls its newest page; reads older pages on demand and keeps them.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Page } from '../../../shared/contracts/page.ts';
import type { Problem, Result } from '../api/problem.ts';
import { appendOlder, mergeNewest } from '../model/pages.ts';
import { type Live, useLive } from './live.ts';

export interface PagedOptions<T> {
  readonly key: string;
  readonly load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Result<Page<T>>>;
  readonly keyOf: (item: T) => string;
  readonly everyMs: (newest: Page<T> | undefined) => number;
}

export interface Paged<T> {
  readonly newest: Live<Page<T>>;
  readonly items: readonly T[];
  readonly more: boolean;
  readonly loadingMore: boolean;
  readonly moreProblem: Problem | null;
  readonly loadMore: () => void;
}

interface Older<T> {
  readonly items: readonly T[];
  /** Undefined until an older page was read; the newest page's own cursor applies then. */
  readonly next: string | null | undefined;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

export function usePaged<T>(options: PagedOptions<T>): Paged<T> {
  const newest = useLive({ ...options, load: (signal) => options.load(undefined, signal) });
  const older = useSignal<Older<T>>({ items: [], next: undefined, busy: false, problem: null });
  const page = newest.value;

  useEffect(() => {
    // Items that leave the newest page stay in the list once older pages follow it.
    if (page === undefined) return;
    const { items, ...rest } = older.peek();
    older.value = { ...rest, items: mergeNewest(items, page.data, options.keyOf) };
  }, [page]);

  const cursor = older.value.next === undefined ? (page?.pagination.next ?? null) : older.value.next;
  const loadMore = async () => {
    if (cursor === null) return;
    older.value = { ...older.value, busy: true, problem: null };
    const result = await options.load(cursor);
    const now = older.peek();
    older.value = result.ok
      ? {
          items: appendOlder(now.items, result.value.data, options.keyOf),
          next: result.value.pagination.next,
          busy: false,
          problem: null,
        }
      : { ...now, busy: false, problem: result.problem };
  };

  return {
    newest,
    items: page === undefined ? [] : mergeNewest(older.value.items, page.data, options.keyOf),
    more: cursor !== null,
    loadingMore: older.value.busy,
    moreProblem: older.value.problem,
    loadMore: () => void loadMore(),
  };
}
