// Reads the dashboard's counters: totals, and activity by hour. Hours are counted beside the totals and moved to items of
// their own once they are over.
import type { ActivityHours } from '../../core/dashboard/activity.ts';
import type { Counts } from '../../core/dashboard/projections.ts';
import { activityNames } from '../../core/dashboard/record-row.ts';
import { countsOfHour, hoursIn, sumOf, totalsIn } from '../../core/dashboard/row-counts.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { counterKeys, hourSortKey, hoursPartition } from './keys.ts';

export interface CounterStore {
  totals(): Promise<Counts>;
  /** Activity of the hours from `fromHour` to `toHour`, both included (`2026-01-31T08`). */
  hours(fromHour: string, toHour: string): Promise<ActivityHours>;
  /** Totals and all hours. */
  all(): Promise<Counts>;
}

/** @param shards Number of read model shards, at least 1. */
export function counterStore(table: HubTable, shards: number): CounterStore {
  const counters = async (): Promise<Counts> =>
    sumOf((await table.batchGet<Item>(counterKeys(shards))).map((item) => numbersOf(item ?? {})));
  return {
    totals: async () => totalsIn(await counters()),
    hours: async (fromHour, toHour) => {
      const [past, current] = await Promise.all([pastHours(table, fromHour, toHour), counters()]);
      const found = Object.entries(hoursIn(sumOf([past, current])));
      return Object.fromEntries(found.filter(([hour]) => hour >= fromHour && hour <= toHour));
    },
    all: async () => sumOf(await Promise.all([pastHours(table, ' ', '~'), counters()])),
  };
}

/** Counters of an item, by name. */
export function numbersOf(item: Item): Counts {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Strongly consistent, like the read of the counters: a recount must not miss what was moved before it. */
async function pastHours(table: HubTable, fromHour: string, toHour: string): Promise<Counts> {
  const found: Counts[] = [];
  let from: Item | undefined;
  do {
    const { items, lastKey } = await table.query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': hoursPartition, ':from': hourSortKey(fromHour), ':to': hourSortKey(toHour) },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    found.push(...items.map(countsOfItem));
    from = lastKey;
  } while (from !== undefined);
  return sumOf(found);
}

function countsOfItem(item: Item): Counts {
  const hour = String(item['sk']).slice(hourSortKey('').length);
  const counted = Object.entries(numbersOf(item)).filter(([name]) => activityNames.some((known) => known === name));
  return countsOfHour(hour, Object.fromEntries(counted));
}
