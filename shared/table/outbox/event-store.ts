// Reads of outbox events: one record's history, the newest ones, what is owed; and the log of failed attempts.
import type { AttemptSubject } from '../../core/events/attempt-subject.ts';
import { cutText } from '../../core/text/cut-text.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { type Key, keyOf, shardNames, shardOf, tableSchema } from '../engine/keys.ts';
import { type Listing, type ListPosition, listNewest } from '../engine/listing.ts';
import type { AttemptItem, EventItem } from './items.ts';
import {
  attemptKey,
  correlationPartition,
  eventIdOf,
  eventKey,
  eventListPartition,
  pendingPartition,
  unreadableAttemptKey,
  unreadablePartition,
} from './keys.ts';
import { owedSinceMs } from './owed-key.ts';

const { listIndex, pendingIndex } = tableSchema;

export interface EventStore {
  get(correlationId: string, eventId: string): Promise<EventItem | undefined>;
  /** Events of one record with their failed attempts, oldest first. */
  history(correlationId: string, limit: number, after?: ListPosition): Promise<Listing<EventItem | AttemptItem>>;
  /** Events with their failed attempts, newest first. */
  newest(limit: number, after?: ListPosition): Promise<Listing<EventItem | AttemptItem>>;
  /** Number of pending events (counted up to 1,000 a shard), and the instant since when the oldest is pending. */
  pending(): Promise<{ readonly count: number; readonly oldestMs: number | undefined }>;
  /** Shards of what is owed. */
  readonly owedShards: readonly string[];
  /** Pending events of a shard, oldest first, up to 1,000 a page. */
  owed(shard: string, after?: OwedPosition): Promise<OwedPage>;
  /** The events of such entries, without those that have been settled since the index was told of them. */
  stillOwed(entries: readonly OwedEntry[]): Promise<readonly EventItem[]>;
  recordAttempt(attempt: NewAttempt): Promise<void>;
  /** Failed attempts at an event since it was given up last, or at an unreadable message; oldest first. */
  attempts(of: AttemptSubject): Promise<readonly AttemptItem[]>;
}

/** An event that is owed, as the index knows it. */
export interface OwedEntry extends Key {
  readonly sinceMs: number;
}

/** Where a page of a shard ended. */
export type OwedPosition = Item;

export interface OwedPage {
  readonly entries: readonly OwedEntry[];
  readonly next: OwedPosition | undefined;
}

export type NewAttempt = AttemptSubject &
  Pick<AttemptItem, 'event_type' | 'trace_id' | 'code' | 'message' | 'attempt' | 'worker_version' | 'processed_at'>;

/** @param shards Number of list and pending shards, at least 1. */
export function eventStore(table: HubTable, shards: number): EventStore {
  const pendingShards = shardNames(shards).map(pendingPartition);
  return {
    get: (correlationId, eventId) => table.get<EventItem>(eventKey(correlationId, eventId)),
    history: (correlationId, limit, after) => history(table, correlationId, limit, after),
    newest: async (limit, after) => {
      const partitions = shardNames(shards).map(eventListPartition);
      const { items, next } = await listNewest(table, { index: listIndex, partitions, limit, after });
      return { items: await hydrate(table, items), next };
    },
    pending: async () => {
      const pages = await Promise.all(pendingShards.map((partition) => owed(table, partition)));
      const oldest = pages.flatMap(({ entries }) => entries[0]?.sinceMs ?? []);
      return {
        count: pages.reduce((count, { entries }) => count + entries.length, 0),
        oldestMs: oldest.length === 0 ? undefined : Math.min(...oldest),
      };
    },
    owedShards: pendingShards,
    owed: (shard, after) => owed(table, shard, after),
    stillOwed: (entries) => stillOwed(table, entries),
    recordAttempt: (attempt) => recordAttempt(table, attempt, shards),
    attempts: (of) => attempts(table, of),
  };
}

const mostKeysPerPage = 1000;

async function owed(table: HubTable, partition: string, after?: OwedPosition): Promise<OwedPage> {
  const { items, lastKey } = await table.query({
    IndexName: pendingIndex.name,
    KeyConditionExpression: `${pendingIndex.partitionKey} = :partition`,
    ExpressionAttributeValues: { ':partition': partition },
    Limit: mostKeysPerPage,
    // The whole key: two events that were put back to work in one millisecond may have the same place in the order.
    ...(after === undefined ? {} : { ExclusiveStartKey: after }),
  });
  const entries = items.map((item) => ({
    pk: String(item['pk']),
    sk: String(item['sk']),
    sinceMs: owedSinceMs(String(item[pendingIndex.sortKey])),
  }));
  return { entries, next: lastKey };
}

/** The index lags behind the table: what has been settled meanwhile is not owed any more. */
async function stillOwed(table: HubTable, entries: readonly OwedEntry[]): Promise<readonly EventItem[]> {
  const found = await hydrate(table, entries);
  return found.filter((item): item is EventItem => item.entity === 'event' && item.event_status === 'pending');
}

/** Index entries hold keys only. */
async function hydrate(
  table: HubTable,
  keys: readonly { readonly pk?: unknown; readonly sk?: unknown }[],
): Promise<readonly (EventItem | AttemptItem)[]> {
  const found = await table.batchGet<EventItem | AttemptItem>(keys.map(keyOf));
  return found.filter((item) => item !== undefined);
}

async function history(
  table: HubTable,
  correlationId: string,
  limit: number,
  after: ListPosition = ' ',
): Promise<Listing<EventItem | AttemptItem>> {
  const { items, lastKey } = await table.query<EventItem | AttemptItem>({
    KeyConditionExpression: 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: { ':pk': correlationPartition(correlationId), ':after': after },
    Limit: limit,
    ConsistentRead: true,
  });
  return { items, next: lastKey === undefined ? undefined : String(lastKey['sk']) };
}

async function attempts(table: HubTable, of: AttemptSubject): Promise<readonly AttemptItem[]> {
  // The attempts come behind their event, so that one Query tells when it was given up last.
  const { pk, sk } =
    'bodySha256' in of
      ? { pk: unreadablePartition(of.bodySha256), sk: 'ATTEMPT#' }
      : eventKey(of.correlationId, of.eventId);
  const items: (EventItem | AttemptItem)[] = [];
  let from: Item | undefined;
  do {
    const page = await table.query<EventItem | AttemptItem>({
      KeyConditionExpression: 'pk = :pk AND sk >= :first',
      ExpressionAttributeValues: { ':pk': pk, ':first': sk },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    items.push(...page.items.filter((item) => 'bodySha256' in of || eventIdOf(item) === of.eventId));
    from = page.lastKey;
  } while (from !== undefined);
  const givenUpAt = items.find((item) => item.entity === 'event')?.dead_lettered_at ?? '';
  return items
    .filter((item): item is AttemptItem => item.entity === 'attempt' && item.processed_at > givenUpAt)
    .sort((a, b) => (a.processed_at < b.processed_at ? -1 : 1));
}

async function recordAttempt(table: HubTable, attempt: NewAttempt, shards: number): Promise<void> {
  const { event_type, trace_id, code, message, worker_version, processed_at } = attempt;
  const key =
    'bodySha256' in attempt
      ? unreadableAttemptKey(attempt.bodySha256, attempt.attempt, processed_at)
      : attemptKey(attempt.correlationId, attempt.eventId, attempt.attempt, processed_at);
  const listed = 'bodySha256' in attempt ? attempt.bodySha256 : attempt.eventId;
  const item: AttemptItem = {
    ...key,
    entity: 'attempt',
    event_type,
    trace_id,
    code,
    message: cutText(message, 1000),
    attempt: attempt.attempt,
    worker_version,
    processed_at,
    ...('bodySha256' in attempt ? {} : { list_pk: eventListPartition(shardOf(listed, shards)), list_sk: key.sk }),
  };
  await table.put(item);
}
