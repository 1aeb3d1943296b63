// Events with their failed attempts as lists: all of them newest first, or one record's oldest first.
import type { Candidates } from '../../core/lists/filtered-list.ts';
import type { TimeRange } from '../../core/lists/list-query.ts';
import { idRange } from '../dashboard/record-store.ts';
import type { HubTable } from '../engine/hub-table.ts';
import { keyOf, shardNames, tableSchema } from '../engine/keys.ts';
import { type ListPosition, listInOrder } from '../engine/listing.ts';
import type { EventStore } from './event-store.ts';
import type { AttemptItem, EventItem } from './items.ts';
import { eventListPartition } from './keys.ts';

export interface EventListRequest {
  /** One record's; all of them without it. */
  readonly correlationId: string | undefined;
  /** When the event was made or the attempt failed, as its sort key says. */
  readonly made: TimeRange;
  readonly limit: number;
  readonly after: ListPosition | undefined;
  readonly maxExamined: number;
}

export type EventList = (request: EventListRequest) => Promise<Candidates<EventItem | AttemptItem>>;

/** Items are read one by one by id, which costs more than rows in order: each counts as four of those. */
const weight = 4;

/** @param shards Number of list shards, at least 1. */
export function eventList(table: HubTable, events: Pick<EventStore, 'history'>, shards: number): EventList {
  const { listIndex } = tableSchema;
  const all: EventList = async ({ made, limit, after, maxExamined }) => {
    const { items, next, examined } = await listInOrder(table, {
      index: listIndex,
      partitions: shardNames(shards).map(eventListPartition),
      limit: Math.min(limit, Math.ceil(maxExamined / weight)),
      after,
      range: idRange('event', made),
    });
    const found = await table.batchGet<EventItem | AttemptItem>(items.map(keyOf));
    const candidates = items.flatMap((item, index) => {
      const value = found[index];
      return value === undefined ? [] : [{ position: String(item[listIndex.sortKey]), value }];
    });
    return { candidates, next, examined: examined * weight };
  };
  return async (request) => {
    if (request.correlationId === undefined) return all(request);
    const { items, next } = await events.history(request.correlationId, request.limit, request.after);
    const { low = ' ', high = '~' } = idRange('event', request.made);
    const candidates = items
      .filter(({ sk }) => sk >= low && sk <= high)
      .map((value) => ({ position: value.sk, value }));
    return { candidates, next, examined: items.length };
  };
}
