// Newest-first lists over sharded partitions: one Query a shard, merged by sort key.
import type { HubTable, Item } from './hub-table.ts';

/** Sort key behind which a list goes on; the same for all shards, because sort keys are ordered by time. */
export type ListPosition = string;

export interface Listing<T> {
  readonly items: readonly T[];
  /** Position of the last item, when there may be more behind it. */
  readonly next: ListPosition | undefined;
}

export interface ListRequest {
  /** The index to read, or nothing for the table itself. */
  readonly index?: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partitions: readonly string[];
  readonly limit: number;
  readonly after: ListPosition | undefined;
  /** Filter on attributes that are not keys; what it drops costs a read, so it fits rare exceptions. */
  readonly filter?: { readonly expression: string; readonly names?: Record<string, string>; readonly values?: Item };
}

interface Shard {
  readonly partition: string;
  readonly buffer: Item[];
  position: ListPosition | undefined;
  exhausted: boolean;
}

/**
 * Reads the newest items across all partitions.
 * Each shard is asked for its fair share and a little more, and asked again only when it runs dry before the page is full.
 */
export async function listNewest(table: HubTable, request: ListRequest): Promise<Listing<Item>> {
  const sortKey = request.index?.sortKey ?? 'sk';
  const share = Math.min(request.limit, Math.ceil(request.limit / request.partitions.length) + 3);
  // A filter may drop much of what is read: larger bites keep the number of calls down.
  const pageSize = request.filter === undefined ? share : 100;
  const shards: Shard[] = request.partitions.map((partition) => ({
    partition,
    buffer: [],
    position: request.after,
    exhausted: false,
  }));
  const items: Item[] = [];
  while (items.length < request.limit) {
    await Promise.all(shards.filter(isDry).map((shard) => refill(table, request, shard, pageSize)));
    const newest = newestShard(shards, sortKey);
    const item = newest?.buffer.shift();
    if (item === undefined) return { items, next: undefined };
    items.push(item);
  }
  const more = shards.some((shard) => shard.buffer.length > 0 || !shard.exhausted);
  const last = items.at(-1);
  return { items, next: more && last !== undefined ? String(last[sortKey]) : undefined };
}

const isDry = (shard: Shard): boolean => shard.buffer.length === 0 && !shard.exhausted;

function newestShard(shards: readonly Shard[], sortKey: string): Shard | undefined {
  let newest: Shard | undefined;
  for (const shard of shards) {
    const head = shard.buffer[0];
    if (head === undefined) continue;
    if (newest === undefined || String(head[sortKey]) > String(newest.buffer[0]?.[sortKey])) newest = shard;
  }
  return newest;
}

/** Reads on until the shard has something to offer or is at its end. */
async function refill(table: HubTable, request: ListRequest, shard: Shard, pageSize: number): Promise<void> {
  const sortKey = request.index?.sortKey ?? 'sk';
  while (isDry(shard)) {
    const { items, lastKey } = await table.query({ ...shardQuery(request, shard), Limit: pageSize });
    shard.buffer.push(...items);
    shard.exhausted = lastKey === undefined;
    if (lastKey !== undefined) shard.position = String(lastKey[sortKey]);
  }
}

/** Above every sort key in use, so that a first page and a following one are the same query. */
const aboveAll = '~';

function shardQuery({ index, filter }: ListRequest, { partition, position }: Shard) {
  const partitionKey = index?.partitionKey ?? 'pk';
  const sortKey = index?.sortKey ?? 'sk';
  return {
    ...(index === undefined ? {} : { IndexName: index.name }),
    KeyConditionExpression: `${partitionKey} = :partition AND ${sortKey} < :after`,
    ExpressionAttributeValues: { ':partition': partition, ':after': position ?? aboveAll, ...filter?.values },
    ...(filter === undefined ? {} : { FilterExpression: filter.expression }),
    ...(filter?.names === undefined ? {} : { ExpressionAttributeNames: filter.names }),
    ScanIndexForward: false,
  };
}
