// Comments in the partition of what they are about, read newest first.
import type { HubTable, Item } from './hub-table.ts';
import { justBelow } from './keys.ts';
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
  const { items, lastKey } = await table.query({
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': partition,
      ':first': prefix,
      ':last': after === undefined ? `${prefix}~` : justBelow(after),
    },
    ScanIndexForward: false,
    ConsistentRead: true,
    // One more than is shown says whether there is a next page.
    Limit: limit + 1,
  });
  const shown = items.slice(0, limit);
  // A Query ends at 1 MB as well, which 500 long comments exceed.
  const more = items.length > limit || lastKey !== undefined;
  return { items: shown, next: more ? String(shown.at(-1)?.['sk']) : undefined };
}
