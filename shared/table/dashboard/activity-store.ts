// Activity by hour: counter items beside the totals, added to once a batch and hour, summed when somebody looks.
import { type ActivityHours, addedUp } from '../../core/dashboard/activity.ts';
import { activityNames } from '../../core/dashboard/record-row.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { activityKey, activityPartitions, activitySortKey } from './keys.ts';

export interface ActivityStore {
  /** Adds to the hours, each in one of its shards, chosen by `spreadBy`. */
  add(changes: ActivityHours, spreadBy: string): Promise<void>;
  /**
   * Counts of the hours from `fromHour` to `toHour`, both included (`2026-01-31T08`). Without bounds all of them, strongly
   * consistent: a recount must not miss what the one before it corrected.
   */
  hours(fromHour?: string, toHour?: string): Promise<ActivityHours>;
}

export function activityStore(table: HubTable): ActivityStore {
  return {
    add: async (changes, spreadBy) => {
      await Promise.all(
        Object.entries(changes).map(([hour, counts]) => table.add(activityKey(hour, spreadBy), 'activity', counts)),
      );
    },
    hours: async (fromHour, toHour) => {
      const items = await Promise.all(
        activityPartitions.map((partition) => hoursOf(table, partition, fromHour, toHour)),
      );
      return addedUp(items.flat().map(countsOf));
    },
  };
}

async function hoursOf(
  table: HubTable,
  partition: string,
  fromHour: string | undefined,
  toHour: string | undefined,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const { items, lastKey } = await table.query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': partition,
        ':from': activitySortKey(fromHour ?? ' '),
        ':to': activitySortKey(toHour ?? '~'),
      },
      ConsistentRead: fromHour === undefined && toHour === undefined,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    found.push(...items);
    from = lastKey;
  } while (from !== undefined);
  return found;
}

function countsOf(item: Item): ActivityHours {
  const hour = String(item['sk']).slice(activitySortKey('').length);
  const counts = activityNames.flatMap((name) => (typeof item[name] === 'number' ? [[name, item[name]]] : []));
  return { [hour]: Object.fromEntries(counts) };
}
