// Parked dead letters: messages that failed for good, with the reason, where an operator sees them.
import { makeId, ulidOf } from '../contracts/ids.ts';
import type { DeadLetter } from '../contracts/integration.ts';
import type { HubTable, Item, Write } from './hub-table.ts';
import type { DeadLetterItem, EventItem } from './items.ts';
import { deadLetterKey, deadLetterListPartition, eventKey, shardNames, shardOf, tableSchema } from './keys.ts';
import { type Listing, type ListPosition, listNewest } from './listing.ts';
import { type EventClaim, pendingAsClaimed } from './outbox.ts';

/** The event that a parked message was about, and what the message said of it when it could be read. */
export interface ParkedEvent {
  readonly correlationId: string;
  readonly eventId: string;
  readonly claim?: EventClaim;
}

export interface DeadLetterStore {
  /**
   * Parks a message once, whatever is redelivered, and takes its event off the books of what is still owed.
   * A message about an event that the outbox does not know, or knows otherwise, is parked alone, under `letter`'s own id.
   * `settled` when the event was completed by another delivery meanwhile: then there is nothing to park.
   */
  park(letter: DeadLetter, event?: ParkedEvent): Promise<'parked' | 'parked-before' | 'settled'>;
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
    park: (letter, event) => park(table, letter, event),
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

async function park(
  table: HubTable,
  letter: DeadLetter,
  event: ParkedEvent | undefined,
): Promise<'parked' | 'parked-before' | 'settled'> {
  if (event === undefined) return parkAlone(table, letter);
  // One letter an event: its id is the event's.
  const own = { ...letter, dead_letter_id: makeId('deadLetter', ulidOf(event.eventId)) };
  const outcome = await table.transact([putOnce(own), deadLettered(event)]);
  if (outcome.kind === 'written') return 'parked';
  if (outcome.failed.includes(0)) return parkAgain(table, own, event);
  const known = await table.get<EventItem>(eventKey(event.correlationId, event.eventId));
  return known === undefined || known.event_status === 'pending' ? parkAlone(table, letter) : 'settled';
}

/** There is a letter already. When its event was put back to work since and failed again, the letter tells of the last time. */
async function parkAgain(table: HubTable, letter: DeadLetter, event: ParkedEvent): Promise<'parked' | 'parked-before'> {
  const outcome = await table.transact([{ Put: { Item: itemOf(letter) } }, deadLettered(event)]);
  return outcome.kind === 'written' ? 'parked' : 'parked-before';
}

async function parkAlone(table: HubTable, letter: DeadLetter): Promise<'parked' | 'parked-before'> {
  return (await table.transact([putOnce(letter)])).kind === 'written' ? 'parked' : 'parked-before';
}

function putOnce(letter: DeadLetter): Write {
  return { Put: { Item: itemOf(letter), ConditionExpression: 'attribute_not_exists(pk)' } };
}

function itemOf(letter: DeadLetter): Item {
  const { dead_letter_id, ...fields } = letter;
  const item: DeadLetterItem = {
    ...deadLetterKey(dead_letter_id),
    entity: 'dead_letter',
    ...fields,
    list_pk: deadLetterListPartition(shardOf(dead_letter_id, shards)),
    list_sk: dead_letter_id,
  };
  return item as unknown as Item;
}

function deadLettered({ correlationId, eventId, claim }: ParkedEvent): Write {
  return {
    Update: {
      Key: eventKey(correlationId, eventId),
      UpdateExpression: 'SET event_status = :dead, version = version + :one REMOVE pending_pk, pending_sk',
      ...(claim === undefined
        ? { ConditionExpression: 'event_status = :pending' }
        : { ConditionExpression: pendingAsClaimed.expression, ExpressionAttributeNames: pendingAsClaimed.names }),
      ExpressionAttributeValues: {
        ':dead': 'dead_lettered',
        ':one': 1,
        ':pending': 'pending',
        ...(claim === undefined ? {} : pendingAsClaimed.values(claim)),
      },
    },
  };
}

function toDeadLetter(item: DeadLetterItem | undefined): DeadLetter | undefined {
  if (item === undefined) return undefined;
  const { pk, sk: _, entity: __, list_pk: ___, list_sk, ...fields } = item;
  return { dead_letter_id: list_sk, ...fields };
}
