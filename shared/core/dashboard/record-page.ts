// Reads one page of a list from read model rows. The list maps each row to its item.
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
  /** Submission id after which the page starts. */
  readonly after: string | undefined;
  readonly order: 'newest' | 'oldest';
  readonly accepted: TimeRange;
  readonly keep: (row: RecordRow) => boolean;
  /** Maximum number of rows examined. */
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

/** Query of the rows of open cases by due date. */
export interface DueRequest extends Omit<RowRequest, 'order'> {
  readonly nowIso: string;
  /** Only cases due before this instant. @default all */
  readonly dueBefore?: string | undefined;
}

/** Reads rows in another order than that of acceptance. */
export type OtherOrder = (
  request: Omit<RowRequest, 'order'> & { readonly nowIso: string },
) => Promise<Candidates<RecordRow>>;

export interface RecordList<T> extends Pick<FilteredList<RecordRow, T>, 'readAhead'> {
  /** Name of the list in its cursors. */
  readonly name: string;
  readonly rows: RowList;
  readonly show: FilteredList<RecordRow, T>['show'];
  /** Filters that `show` applies, because the row does not hold all of their values. @default none */
  readonly shownFilters?: readonly (keyof RecordFilters)[];
  /** Orders of other indexes, by the value of `sort`. @default none */
  readonly orders?: Readonly<Record<string, OtherOrder>>;
}

/**
 * @throws HubError validation for unknown codes, impossible ranges and invalid cursors, forbidden for a search in
 * personal data; before any row is read
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

/** Items of the owning boundary in the order of `ids`; undefined for each id without an item. */
export function inOrder<T>(ids: readonly string[], found: readonly T[], idOf: (item: T) => string): (T | undefined)[] {
  const byId = new Map(found.map((item) => [idOf(item), item]));
  return ids.map((id) => byId.get(id));
}
