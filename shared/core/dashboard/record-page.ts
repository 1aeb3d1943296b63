// One page of a list that is made from read model rows: query in, page out. What a row is shown as is up to the list.
import type { Page } from '../../contracts/page.ts';
import { type Candidates, type FilteredList, filteredPage } from '../lists/filtered-list.ts';
import {
  acceptedRange,
  type KnownCodes,
  namesCodes,
  requireKnownCodes,
  requireSearchRight,
  type TimeRange,
} from '../lists/list-query.ts';
import { type CursorCodec, listName, readPage } from '../lists/paging.ts';
import { type RecordFilters, type RowList, rowFilter } from './record-filter.ts';
import type { RecordRow } from './record-row.ts';

export interface RowRequest {
  readonly limit: number;
  /** Submission id behind which to go on. */
  readonly after: string | undefined;
  readonly order: 'newest' | 'oldest';
  readonly accepted: TimeRange;
  readonly keep: (row: RecordRow) => boolean;
  /** How many rows are looked at at most. */
  readonly maxExamined: number;
}

export interface RecordPageDeps {
  readonly records: { rows(request: RowRequest): Promise<Candidates<RecordRow>> };
  readonly cursors: CursorCodec;
  readonly catalogue: () => Promise<KnownCodes>;
  readonly now: () => Date;
}

export interface RecordQuery extends RecordFilters {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort?: string | undefined;
  readonly created_from?: string | undefined;
  readonly created_to?: string | undefined;
}

/** Rows of open cases in the order in which they are due. */
export interface DueRequest extends Omit<RowRequest, 'order'> {
  readonly nowIso: string;
  /** Instant before which they are due. @default any */
  readonly dueBefore?: string | undefined;
}

/** Rows in another order than that of acceptance. */
export type OtherOrder = (
  request: Omit<RowRequest, 'order'> & { readonly nowIso: string },
) => Promise<Candidates<RecordRow>>;

export interface RecordList<T> extends Pick<FilteredList<RecordRow, T>, 'readAhead'> {
  /** Names the list in its cursors. */
  readonly name: string;
  readonly rows: RowList;
  readonly show: FilteredList<RecordRow, T>['show'];
  /** Filters that `show` decides, because the row does not have all of what they look into. @default none */
  readonly shownFilters?: readonly (keyof RecordFilters)[];
  /** Orders by another index, by the name of their sort. @default none */
  readonly orders?: Readonly<Record<string, OtherOrder>>;
}

/**
 * @throws HubError validation for unknown codes and impossible ranges, forbidden for a search in personal data, and
 * whatever the cursor is refused for; nothing has been read by then but the catalogue.
 */
export async function recordPage<T>(
  list: RecordList<T>,
  query: RecordQuery,
  reader: { readonly unmasked: boolean },
  deps: RecordPageDeps,
): Promise<Page<T>> {
  requireSearchRight({ ...query }, reader);
  const accepted = acceptedRange(query);
  if (namesCodes({ ...query })) requireKnownCodes({ ...query }, await deps.catalogue());
  const nowIso = deps.now().toISOString();
  const dropped = list.shownFilters ?? [];
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !dropped.includes(name as never)));
  const keep = rowFilter(list.rows, filters, nowIso);
  const other = query.sort === undefined ? undefined : list.orders?.[query.sort];
  const order = query.sort === 'created_at' ? 'oldest' : 'newest';
  return readPage(listName(list.name, { ...query }), query, deps.cursors, (limit, position) =>
    filteredPage({
      ...list,
      limit,
      after: position,
      read: (most, after, maxExamined) => {
        const request = { limit: most, after, accepted, keep, maxExamined };
        return other === undefined ? deps.records.rows({ ...request, order }) : other({ ...request, nowIso });
      },
    }),
  );
}

/** Answers of the boundary that owns the items, in the order of `ids`, with gaps for what it does not have. */
export function inOrder<T>(ids: readonly string[], found: readonly T[], idOf: (item: T) => string): (T | undefined)[] {
  const byId = new Map(found.map((item) => [idOf(item), item]));
  return ids.map((id) => byId.get(id));
}
