// Comments in the partition of what they are about, read newest first.
import type { HubTable, Item } from './hub-table.ts';
import type { Listing, ListPosition } from './listing.ts';

/**
 * @param prefix What the sort keys of comments begin with.
 * @param after Sort key behind which to go on.
 */
export async function newestComments(
  table: HubTable,
  { partition, prefix }: { readonly partition: string; readonly prefix: string },
  limit: number,
  after: ListPosition | undefined,
): Promise<Listing<Item>> {
  const { items } = await table.query({
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': partition, ':first': prefix, ':last': after ?? `${prefix}~` },
    ScanIndexForward: false,
    ConsistentRead: true,
    // One more than is shown says whether there is a next page; from a position on, that position comes first.
    Limit: limit + (after === undefined ? 1 : 2),
  });
  const behind = after === undefined ? items : items.filter((item) => item['sk'] !== after);
  const shown = behind.slice(0, limit);
  return { items: shown, next: behind.length > limit ? String(shown.at(-1)?.['sk']) : undefined };
}
