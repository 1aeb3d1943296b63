// A page of what passes a filter, from a source that can only be read in order: reads on until the page is full, the
// source is at its end, or enough has been looked at. A page may so be short, or empty, and still have a next one.

export interface Candidate<C> {
  /** Sort key of the candidate: a page that ends with it goes on behind it. */
  readonly position: string;
  readonly value: C;
}

export interface Candidates<C> {
  readonly candidates: readonly Candidate<C>[];
  /** Position of the last thing looked at; undefined at the end of the source. */
  readonly next: string | undefined;
  /** How many things were looked at, candidates or not. */
  readonly examined: number;
}

export interface FilteredList<C, T> {
  readonly limit: number;
  readonly after: string | undefined;
  /** How much is looked at for one page. @default 2000 */
  readonly maxExamined?: number | undefined;
  /** Reads at most `limit` candidates behind `after` and looks at no more than `maxExamined` for them. */
  readonly read: (limit: number, after: string | undefined, maxExamined: number) => Promise<Candidates<C>>;
  /** What is shown of each candidate, in their order; undefined for one that does not belong to the list after all. */
  readonly show: (values: readonly C[]) => Promise<readonly (T | undefined)[]>;
  /** Set where `show` drops much: a hundred candidates are read at a time. @default false: as many as are missing */
  readonly readAhead?: boolean | undefined;
}

/** What a page costs at most; a client that wants more asks for the next page. */
export const defaultMaxExamined = 2000;
/** As many items as the table gives in one call. */
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

/** Adds what is shown. @returns where the next page goes on when this one is full. */
function takeUp<C, T>(
  limit: number,
  items: T[],
  { candidates, next }: Candidates<C>,
  shown: readonly (T | undefined)[],
): { readonly next: string | undefined } | undefined {
  for (const [index, { position }] of candidates.entries()) {
    const item = shown[index];
    if (item !== undefined) items.push(item);
    // Behind the last candidate the source has looked at more: going on there spares looking at it again.
    if (items.length === limit) return { next: index === candidates.length - 1 ? next : position };
  }
  return undefined;
}
