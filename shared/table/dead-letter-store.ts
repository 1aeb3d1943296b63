// Parked dead letters: messages that failed for good, with the reason, where an operator sees them.
import type { DeadLetter } from '../contracts/integration.ts';
import type { HubTable, Item, Write } from './hub-table.ts';
import type { DeadLetterItem } from './items.ts';
import { deadLetterKey, deadLetterListPartition, eventKey, shardNames, shardOf, tableSchema } from './keys.ts';
import { type Listing, type ListPosition, listNewest } from './listing.ts';

export interface DeadLetterStore {
  /**
   * Parks a message once, whatever is redelivered, and takes its event off the books of what is still owed.
   * `settled` when the event was completed by another delivery meanwhile: then there is nothing to park.
   */
  park(letter: DeadLetter): Promise<'parked' | 'parked-before' | 'settled'>;
  get(deadLetterId: string): Promise<DeadLetter | undefined>;
  newest(limit: number, after?: ListPosition): Promise<Listing<DeadLetter>>;
  count(): Promise<number>;
}

/** Dead letters are rare, and each reader of the overview counts them: few shards, whatever the other lists have. */
const shards = 4;

export function deadLetterStore(table: HubTable): DeadLetterStore {
  const { listIndex } = tableSchema;
  const partitions = shardNames(shards).map(deadLetterListPartition);
  return {
    park: (letter) => park(table, letter),
    get: async (id) => toDeadLetter(await table.get<DeadLetterItem>(deadLetterKey(id))),
    newest: async (limit, after) => {
      const { items, next } = await listNewest(table, { index: listIndex, partitions, limit, after });
      const found = await table.batchGet<DeadLetterItem>(
        items.map((key) => ({ pk: String(key['pk']), sk: String(key['sk']) })),
      );
      return { items: found.map(toDeadLetter).filter((letter) => letter !== undefined), next };
    },
    count: async () => {
      const pages = await Promise.all(
        partitions.map((partition) =>
          table.query({
            IndexName: listIndex.name,
            KeyConditionExpression: `${listIndex.partitionKey} = :partition`,
            ExpressionAttributeValues: { ':partition': partition },
            Select: 'COUNT',
          }),
        ),
      );
      return pages.reduce((sum, page) => sum + page.count, 0);
    },
  };
}

async function park(table: HubTable, letter: DeadLetter): Promise<'parked' | 'parked-before' | 'settled'> {
  const { dead_letter_id, ...fields } = letter;
  const item: DeadLetterItem = {
    ...deadLetterKey(dead_letter_id),
    entity: 'dead_letter',
    ...fields,
    list_pk: deadLetterListPartition(shardOf(dead_letter_id, shards)),
    list_sk: dead_letter_id,
  };
  const put: Write = { Put: { Item: item as unknown as Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  const { correlation_id, event_id } = letter;
  const writes = correlation_id === null || event_id === null ? [put] : [put, deadLettered(correlation_id, event_id)];
  const outcome = await table.transact(writes);
  if (outcome.kind === 'written') return 'parked';
  if (outcome.failed.includes(0)) return 'parked-before';
  // An event that the table does not know (a forged or foreign message) is parked on its own.
  const known = correlation_id !== null && event_id !== null && (await table.get(eventKey(correlation_id, event_id)));
  if (known) return 'settled';
  return (await table.transact([put])).kind === 'written' ? 'parked' : 'parked-before';
}

const deadLettered = (correlationId: string, eventId: string): Write => ({
  Update: {
    Key: eventKey(correlationId, eventId),
    UpdateExpression: 'SET event_status = :dead, version = version + :one REMOVE pending_pk, pending_sk',
    ConditionExpression: 'event_status = :pending',
    ExpressionAttributeValues: { ':dead': 'dead_lettered', ':pending': 'pending', ':one': 1 },
  },
});

function toDeadLetter(item: DeadLetterItem | undefined): DeadLetter | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, list_pk: ___, list_sk, ...fields } = item;
  return { dead_letter_id: list_sk, ...fields };
}
