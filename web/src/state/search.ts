// A live list under filters: the pages that are shown are polled and filled from short ones, further ones are read on demand.
// Rows of the last search stay until the first answer of a new one, so that the page does not jump.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Page } from '../../../shared/contracts/page.ts';
import type { Problem, Result } from '../api/problem.ts';
import { appendOlder, fillPage, isReadBelow, mergeFirst, pagesToRenew, readPages } from '../model/pages.ts';
import { type Live, useLive } from './live.ts';

export interface SearchOptions<T> {
  /** What is looked for; another key is another search. */
  readonly key: string;
  readonly load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Result<Page<T>>>;
  readonly keyOf: (item: T) => string;
  /** Whether an item stands below another in the order of the list. */
  readonly comesAfter: (item: T, other: T) => boolean;
  /** Milliseconds until one page is read again; several take their time in turn. */
  readonly everyMs: (first: Page<T> | undefined) => number;
}

export interface Search<T> {
  /** The polled pages as one. Its `reload` leaves nothing in the list that is from before. */
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
  /** Whose search this is, and since which reload. */
  readonly of: string;
  readonly items: readonly T[];
  /** Undefined while nothing hangs below the polled pages: then their own cursor counts. */
  readonly next: string | null | undefined;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** The polled pages, how many were asked for, and after how many reloads. */
interface Polled<T> extends Page<T> {
  readonly asked: number;
  readonly reloads: number;
}

/** Calls in a row for one page before the person is asked whether to go on. */
const maxCalls = 4;
/** Pages that are polled, as many rows as one action takes; those below stay as they were read until the next action. */
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
    // What slides off the polled pages stays in the list.
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

/** The polled pages; `reload` begins anew with as many as hold what is shown. */
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

/** How many pages of a search were read. What is left of the search before counts for that one alone. */
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
