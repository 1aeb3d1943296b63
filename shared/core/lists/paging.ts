// One page of a list: the cursor in, the items, the cursor out.
import type { Page } from '../../contracts/page.ts';

export interface CursorCodec {
  encode(list: string, position: string): Promise<string>;
  decode(list: string, cursor: string): Promise<string>;
}

/**
 * @param list Names the list with its filters; a cursor fits only the list it came from.
 * @param read Reads at most `limit` items behind `after`; `next` is the position of the last one when more may follow.
 */
export async function readPage<T>(
  list: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  cursors: CursorCodec,
  read: (
    limit: number,
    after: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<Page<T>> {
  const after = query.cursor === undefined ? undefined : await cursors.decode(list, query.cursor);
  const { items, next } = await read(query.limit, after);
  return {
    data: items,
    pagination: { limit: query.limit, next: next === undefined ? null : await cursors.encode(list, next) },
  };
}

/**
 * The name that a cursor is bound to: the list with its filters and its order, whatever order they were given in.
 * @param query Parsed query; `limit` may change from page to page.
 */
export function listName(list: string, query: Readonly<Record<string, unknown>>): string {
  const bound = Object.entries(query)
    .filter(([name, value]) => name !== 'limit' && name !== 'cursor' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return bound.length === 0 ? list : `${list} ${JSON.stringify(bound)}`;
}
