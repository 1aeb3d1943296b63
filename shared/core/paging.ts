// One page of a list: the cursor in, the items, the cursor out.
import type { Page, PageQuery } from '../contracts/page.ts';

interface CursorCodec {
  encode(list: string, position: string): Promise<string>;
  decode(list: string, cursor: string): Promise<string>;
}

/**
 * @param list Names the list with its filters; a cursor fits only the list it came from.
 * @param read Reads at most `limit` items behind `after`; `next` is the position of the last one when more may follow.
 */
export async function readPage<T>(
  list: string,
  query: PageQuery,
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
