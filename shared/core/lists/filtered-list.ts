// Reads a filtered page from an ordered source, until the page is full, the source ends, or the bound of examined items
// is reached. A page can therefore be short or empty and still have a next page.

export interface Candidate<C> {
  /** Sort key of the candidate; the next page starts after it. */
  readonly position: string;
  readonly value: C;
}

export interface Candidates<C> {
  readonly candidates: readonly Candidate<C>[];
  /** Position of the last examined item; undefined at the end of the source. */
  readonly next: string | undefined;
  /** Number of examined items, candidates or not. */
  readonly examined: number;
}

export interface FilteredList<C, T> {
  readonly limit: number;
  readonly after: string | undefined;
  /** Maximum number of examined items per page. @default 2000 */
  readonly maxExamined?: number | undefined;
  /** Reads at most `limit` candidates after `after` and examines at most `maxExamined` items. */
  readonly read: (limit: number, after: string | undefined, maxExamined: number) => Promise<Candidates<C>>;
  /** Maps candidates to items, in their order; undefined for a candidate that does not belong to the list. */
  readonly show: (values: readonly C[]) => Promise<readonly (T | undefined)[]>;
  /** True where `show` drops many candidates: reads 100 at a time. @default false: reads as many as are missing */
  readonly readAhead?: boolean | undefined;
}

/** Bound of the cost of one page. */
export const defaultMaxExamined = 2000;
/** Number of items that the table returns in one call. */
const readAheadOf = 100;

export interface ListedPage<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

export async function filteredPage<C, T>(list: FilteredList<C, T>): Promise<ListedPage<T>> {
  const items: T[] = [];
  let left = list.maxExamined ?? defaultMaxExamined;
  let after = list.after;
  for (;;) {
    const missing = list.readAhead === true ? readAheadOf : list.limit - items.length;
    const read = await list.read(missing, after, left);
    const full = takeUp(list.limit, items, read, await list.show(read.candidates.map(({ value }) => value)));
    if (full !== undefined) return { items, next: full.next };
    left -= read.examined;
    after = read.next;
    if (after === undefined || left <= 0) return { items, next: after };
  }
}

/** Adds the items of the candidates. @returns the position of the next page when this page is full */
function takeUp<C, T>(
  limit: number,
  items: T[],
  { candidates, next }: Candidates<C>,
  shown: readonly (T | undefined)[],
): { readonly next: string | undefined } | undefined {
  for (const [index, { position }] of candidates.entries()) {
    const item = shown[index];
    if (item !== undefined) items.push(item);
    // The source has examined items after the last candidate; the next page skips them.
    if (items.length === limit) return { next: index === candidates.length - 1 ? next : position };
  }
  return undefined;
}
