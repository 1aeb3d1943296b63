// Comments in the partition of their submission or case: lists them newest first, and erases them.
import { erasedText } from '../../core/personal-data/mask-personal-data.ts';
import type { HubTable, Item } from './hub-table.ts';
import { justBelow, type Key } from './keys.ts';
import type { Listing, ListPosition } from './listing.ts';

/**
 * @param prefix Prefix of the sort keys of comments.
 * @param after Sort key after which the page starts.
 */
export async function newestComments<T extends Key>(
  table: HubTable,
  { partition, prefix }: { readonly partition: string; readonly prefix: string },
  limit: number,
  after: ListPosition | undefined,
): Promise<Listing<T>> {
  const { items, lastKey } = await table.query<T>({
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': partition,
      ':first': prefix,
      ':last': after === undefined ? `${prefix}~` : justBelow(after),
    },
    ScanIndexForward: false,
    ConsistentRead: true,
    // Reads one more comment to detect a next page.
    Limit: limit + 1,
  });
  const shown = items.slice(0, limit);
  // A Query also ends at 1 MB, which 500 long comments exceed.
  const more = items.length > limit || lastKey !== undefined;
  return { items: shown, next: more ? shown.at(-1)?.sk : undefined };
}

/** Bound of concurrent updates, because a submission may have thousands of comments. */
const textsAtOnce = 20;

/** Replaces the text of all comments of a partition. @param prefix Prefix of their keys */
export async function eraseTexts(table: HubTable, prefix: { readonly pk: string; readonly sk: string }): Promise<void> {
  let from: Item | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': prefix.pk, ':prefix': prefix.sk },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const left = page.items.filter((item) => item['text'] !== erasedText);
    for (let first = 0; first < left.length; first += textsAtOnce) {
      await Promise.all(left.slice(first, first + textsAtOnce).map((item) => eraseText(table, item)));
    }
    from = page.lastKey;
  } while (from !== undefined);
}

async function eraseText(table: HubTable, item: Item): Promise<void> {
  await table.update({
    Key: { pk: item['pk'], sk: item['sk'] },
    UpdateExpression: 'SET #text = :text',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#text': 'text' },
    ExpressionAttributeValues: { ':text': erasedText },
  });
}
