// Lists over sharded partitions: one Query per shard, merged by sort key, with a bound of examined items.
import type { HubTable, Item } from './hub-table.ts';
import { justAbove, justBelow } from './keys.ts';

/** Sort key after which the page starts; the same for all shards, because sort keys are ordered and unique. */
export type ListPosition = string;

export interface Listing<T> {
  readonly items: readonly T[];
  /** Position of the last examined item when more may follow. */
  readonly next: ListPosition | undefined;
}

export type ListOrder = 'newest' | 'oldest';

export interface ListRequest {
  /** The index to read; undefined for the table itself. */
  readonly index?: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partitions: readonly string[];
  readonly limit: number;
  readonly after: ListPosition | undefined;
  /** `newest` is descending by sort key. @default 'newest' */
  readonly order?: ListOrder;
  /** Inclusive bounds of the sort keys. @default all */
  readonly range?: { readonly low?: string | undefined; readonly high?: string | undefined };
  /** Drops items after their read, which is paid for. @default keeps all */
  readonly keep?: (item: Item) => boolean;
  /** Maximum number of examined items; the page may then be shorter than `limit`. @default no bound */
  readonly maxExamined?: number;
}

export interface ExaminedListing<T> extends Listing<T> {
  /** Number of examined items. */
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
 * Each shard is read for its share and a little more, and read again only when it runs out before the page is full.
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

/** A filter may drop many items; further reads are larger, so that there are fewer calls. */
const largestBite = 250;

/** Reads on until the shard has an item or ends. */
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

/** Below and above all sort keys, so that a first and a following page use the same query. */
const belowAll = ' ';
const aboveAll = '~';

/** Undefined for an empty range, which the table would refuse. */
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
