// Lists over sharded partitions: one Query a shard, merged by sort key, from either end, with a bound on what is examined.
import type { HubTable, Item } from './hub-table.ts';
import { justAbove, justBelow } from './keys.ts';

/** Sort key behind which a list goes on; the same for all shards, because sort keys are ordered and used once. */
export type ListPosition = string;

export interface Listing<T> {
  readonly items: readonly T[];
  /** Position of the last item that was looked at, when there may be more behind it. */
  readonly next: ListPosition | undefined;
}

export type ListOrder = 'newest' | 'oldest';

export interface ListRequest {
  /** The index to read, or nothing for the table itself. */
  readonly index?: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partitions: readonly string[];
  readonly limit: number;
  readonly after: ListPosition | undefined;
  /** `newest` is descending by sort key. @default 'newest' */
  readonly order?: ListOrder;
  /** Sort keys to stay between, both included. @default all */
  readonly range?: { readonly low?: string | undefined; readonly high?: string | undefined };
  /** Drops items that are not wanted. What it drops has been read and paid for. @default keeps all */
  readonly keep?: (item: Item) => boolean;
  /** Stops when so many items have been looked at, even if `limit` is not reached. @default no bound */
  readonly maxExamined?: number;
}

export interface ExaminedListing<T> extends Listing<T> {
  /** How many items were looked at. */
  readonly examined: number;
}

interface Shard {
  readonly partition: string;
  readonly buffer: Item[];
  position: ListPosition | undefined;
  pageSize: number;
  exhausted: boolean;
}

/** Reads the newest items across all partitions. */
export async function listNewest(table: HubTable, request: ListRequest): Promise<Listing<Item>> {
  const { items, next } = await listInOrder(table, request);
  return { items, next };
}

/**
 * Reads items across all partitions in the order of their sort keys.
 * Each shard is asked for its fair share and a little more, and asked again only when it runs dry before the page is full.
 */
export async function listInOrder(table: HubTable, request: ListRequest): Promise<ExaminedListing<Item>> {
  const sortKey = request.index?.sortKey ?? 'sk';
  const { maxExamined = Number.POSITIVE_INFINITY, keep = () => true } = request;
  const pageSize = Math.min(request.limit, Math.ceil(request.limit / request.partitions.length) + 3);
  const shards: Shard[] = request.partitions.map((partition) => ({
    partition,
    buffer: [],
    position: request.after,
    pageSize,
    exhausted: false,
  }));
  const items: Item[] = [];
  let examined = 0;
  let last: Item | undefined;
  while (items.length < request.limit && examined < maxExamined) {
    await Promise.all(shards.filter(isDry).map((shard) => refill(table, request, shard)));
    const item = foremostShard(shards, sortKey, request.order)?.buffer.shift();
    if (item === undefined) return { items, next: undefined, examined };
    examined += 1;
    last = item;
    if (keep(item)) items.push(item);
  }
  const more = shards.some((shard) => shard.buffer.length > 0 || !shard.exhausted);
  return { items, next: more && last !== undefined ? String(last[sortKey]) : undefined, examined };
}

const isDry = (shard: Shard): boolean => shard.buffer.length === 0 && !shard.exhausted;

function foremostShard(shards: readonly Shard[], sortKey: string, order: ListOrder = 'newest'): Shard | undefined {
  let foremost: Shard | undefined;
  for (const shard of shards) {
    if (shard.buffer.length === 0) continue;
    const key = String(shard.buffer[0]?.[sortKey]);
    const best = String(foremost?.buffer[0]?.[sortKey]);
    if (foremost === undefined || (order === 'newest' ? key > best : key < best)) foremost = shard;
  }
  return foremost;
}

/** A filter may drop much of what is read: larger bites keep the number of calls down, and are only taken when needed. */
const largestBite = 250;

/** Reads on until the shard has something to offer or is at its end. */
async function refill(table: HubTable, request: ListRequest, shard: Shard): Promise<void> {
  const sortKey = request.index?.sortKey ?? 'sk';
  while (isDry(shard)) {
    const query = shardQuery(request, shard);
    if (query === undefined) {
      shard.exhausted = true;
      return;
    }
    const { items, lastKey } = await table.query({ ...query, Limit: shard.pageSize });
    shard.buffer.push(...items);
    shard.exhausted = lastKey === undefined;
    if (lastKey !== undefined) shard.position = String(lastKey[sortKey]);
    if (request.keep !== undefined) shard.pageSize = Math.min(shard.pageSize * 2, largestBite);
  }
}

/** Below and above every sort key in use, so that a first page and a following one are the same query. */
const belowAll = ' ';
const aboveAll = '~';

/** Undefined when nothing can lie between the bounds, which the table would refuse to look for. */
function shardQuery({ index, order = 'newest', range }: ListRequest, { partition, position }: Shard) {
  const partitionKey = index?.partitionKey ?? 'pk';
  const sortKey = index?.sortKey ?? 'sk';
  const low = order === 'oldest' && position !== undefined ? justAbove(position) : (range?.low ?? belowAll);
  const high = order === 'newest' && position !== undefined ? justBelow(position) : (range?.high ?? aboveAll);
  if (low > high) return undefined;
  return {
    ...(index === undefined ? {} : { IndexName: index.name }),
    KeyConditionExpression: `${partitionKey} = :partition AND ${sortKey} BETWEEN :low AND :high`,
    ExpressionAttributeValues: { ':partition': partition, ':low': low, ':high': high },
    ScanIndexForward: order === 'oldest',
  };
}
