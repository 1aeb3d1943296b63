// Reads one page of a list. The page ends early when the answer would exceed the size limit of Lambda.
import type { Page } from '../../contracts/page.ts';

export interface CursorCodec {
  encode(list: string, position: string): Promise<string>;
  decode(list: string, cursor: string): Promise<string>;
}

/** Lambda answers with at most 6 MB. */
const mostBytes = 4_000_000;

/** Size of an item in the answer of Lambda: JSON inside a JSON text, so quotes and backslashes are escaped twice. */
const carriedBytes = (item: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(item)));

/** Number of items that fit into one answer; at least one. */
function fitting(items: readonly unknown[]): number {
  let bytes = 0;
  const first = items.findIndex((item) => {
    bytes += carriedBytes(item);
    return bytes > mostBytes;
  });
  return first === -1 ? items.length : Math.max(first, 1);
}

/**
 * @param list Name of the list with its filters; a cursor is valid only for its own list.
 * @param read Reads at most `limit` items after `after`; `next` is the position of the last item when more may follow.
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
  let { items, next } = await read(query.limit, after);
  // Only the source knows the position after a shorter page. Items that changed meanwhile can make that page larger.
  for (let most = fitting(items); most < items.length; most = fitting(items))
    ({ items, next } = await read(most, after));
  return {
    data: items,
    pagination: { limit: query.limit, next: next === undefined ? null : await cursors.encode(list, next) },
  };
}

/**
 * The name to which a cursor is bound: the list with its filters, sorted by name, and its order.
 * @param query Parsed query; `limit` may differ between pages.
 */
export function listName(list: string, query: Readonly<Record<string, unknown>>): string {
  const bound = Object.entries(query)
    .filter(([name, value]) => name !== 'limit' && name !== 'cursor' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return bound.length === 0 ? list : `${list} ${JSON.stringify(bound)}`;
}
