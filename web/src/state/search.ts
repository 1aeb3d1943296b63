// A live filtered list: polls the shown pages and fills short ones; reads further pages on demand.
// Rows of the previous search stay until the first answer of a new one, so that the page does not jump.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../../../shared/contracts/page.ts';
import type { Problem, Result } from '../api/problem.ts';
import { appendOlder, fillPage, isReadBelow, mergeFirst, pagesToRenew, readPages } from '../model/pages.ts';
import { type Live, useLive } from './live.ts';

export interface SearchOptions<T> {
  /** Identity of the search; another key starts a new one. */
  readonly key: string;
  readonly load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Result<Page<T>>>;
  readonly keyOf: (item: T) => string;
  /** True when an item comes after another in the order of the list. */
  readonly comesAfter: (item: T, other: T) => boolean;
  /** Polling interval per page in milliseconds; more pages poll more slowly. */
  readonly everyMs: (first: Page<T> | undefined) => number;
}

export interface Search<T> {
  /** The polled pages as one. `reload` discards all older data in the list. */
  readonly first: Live<Page<T>>;
  readonly items: readonly T[];
  /** True while `items` belong to the previous search. */
  readonly stale: boolean;
  /** True while the search has not covered everything. */
  readonly more: boolean;
  readonly loadingMore: boolean;
  readonly moreProblem: Problem | null;
  readonly loadMore: () => void;
}

interface Later<T> {
  /** Search and reload that the data belong to. */
  readonly of: string;
  readonly items: readonly T[];
  /** Undefined without further pages; the cursor of the polled pages applies then. */
  readonly next: string | null | undefined;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** The polled pages, their number and their reload count. */
interface Polled<T> extends Page<T> {
  readonly asked: number;
  readonly reloads: number;
}

/** Maximum calls for one page before the person decides whether to continue. */
const maxCalls = 4;
/** Polled pages, as many rows as one action accepts; further pages stay unchanged until the next action. */
const maxPolled = 4;

const unread = (of: string) => ({ of, items: [], next: undefined, busy: false, problem: null });

export function useSearch<T>(options: SearchOptions<T>): Search<T> {
  const { key, keyOf, comesAfter } = options;
  const { first, depth, reload } = usePolled(options);
  const later = useSignal<Later<T>>(unread(key));
  const before = useRef<readonly T[]>([]);
  const page = first.value;
  const of = `${page?.reloads ?? 0} ${key}`;
  const known = (all: Later<T>): Later<T> => (all.of === of ? all : unread(of));
  const mine = known(later.value);

  useEffect(() => {
    if (page === undefined) return;
    const { next, ...rest } = known(later.peek());
    // Items that leave the polled pages stay in the list.
    const items = mergeFirst(rest.items, page, keyOf, comesAfter);
    const below = isReadBelow(page, { asked: page.asked, read: depth.read(), shown: items.length });
    later.value = { ...rest, items, next: below ? next : undefined };
  }, [page]);

  const cursor = mine.next === undefined ? (page?.pagination.next ?? null) : mine.next;
  const loadMore = async () => {
    if (cursor === null || mine.busy) return;
    later.value = { ...mine, busy: true, problem: null };
    const result = await fillPage((at) => options.load(at), cursor, maxCalls);
    const now = later.peek();
    if (now.of !== of) return;
    if (!result.ok) {
      later.value = { ...now, busy: false, problem: result.problem };
      return;
    }
    const { data, pagination } = result.value;
    depth.deepen();
    later.value = { ...now, items: appendOlder(now.items, data, keyOf), next: pagination.next, busy: false };
  };

  const items = page === undefined ? before.current : mergeFirst(mine.items, page, keyOf, comesAfter);
  before.current = items;
  return {
    first: { ...first, reload: () => reload(items.length) },
    items,
    stale: page === undefined,
    more: cursor !== null,
    loadingMore: mine.busy,
    moreProblem: mine.problem,
    loadMore: () => void loadMore(),
  };
}

/** The polled pages; `reload` starts over with as many pages as hold the shown rows. */
function usePolled<T>(options: SearchOptions<T>) {
  const reloads = useRef(0);
  const depth = useDepth(options.key);
  const first = useLive<Polled<T>>({
    key: options.key,
    async load(signal) {
      const own = reloads.current;
      let asked = 1;
      const pages = () => {
        asked = depth.polled();
        return asked;
      };
      const load = (cursor: string | undefined) => options.load(cursor, signal);
      const result = await readPages(load, pages, options.keyOf, maxCalls);
      return result.ok ? { ...result, value: { ...result.value, asked, reloads: own } } : result;
    },
    everyMs: (page) => options.everyMs(page) * depth.polled(),
  });
  const reload = (shown: number) => {
    reloads.current += 1;
    if (first.value !== undefined) depth.renew(shown, first.value.pagination.limit);
    first.reload();
  };
  return { first, depth, reload };
}

/** Number of pages of the current search; pages of the previous search do not count. */
function useDepth(key: string) {
  const state = useRef({ key, pages: 1 });
  if (state.current.key !== key) state.current = { key, pages: 1 };
  const own = state.current;
  return {
    read: () => own.pages,
    polled: () => Math.min(maxPolled, own.pages),
    deepen() {
      own.pages += 1;
    },
    renew(shown: number, limit: number) {
      own.pages = pagesToRenew(own.pages, shown, limit, maxPolled);
    },
  };
}
