// Counts of rows as amounts by name: totals of the overview, and activity by hour. A row counts by itself what it has, so a
// change of a row counts the difference of both.
import type { ActivityHours } from './activity.ts';
import type { Counts, Projections } from './projections.ts';
import { type ActivityName, activityNames, type Sections } from './record-row.ts';

/** The instant's hour: `2026-01-31T08`. */
export const hourOf = (instant: string): string => instant.slice(0, 'YYYY-MM-DDTHH'.length);

const hourCounter = (hour: string, name: string): string => `${hour} ${name}`;
const hourCounterPattern = /^(\d{4}-\d\d-\d\dT\d\d) (\w+)$/;

/** Counts of a row, in totals and in hours. */
export function countsOf(projections: Projections, row: Sections): Counts {
  return sumOf(
    projections.flatMap(({ section: name, counters, moments }) => {
      const section = row[name];
      if (section === undefined) return [];
      const inHours = (moments?.(section) ?? []).map(([moment, instant]) => hourCounter(hourOf(instant), moment));
      return [...(counters?.(section) ?? []), ...inHours].map((counter) => ({ [counter]: 1 }));
    }),
  );
}

/** The sum of many, without what comes to nothing. */
export function sumOf(all: Iterable<Counts>): Counts {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, by] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + by;
  return Object.fromEntries(Object.entries(sums).filter(([, by]) => by !== 0));
}

export const times = (counts: Counts, factor: number): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, by]) => [name, by * factor]));

/** The difference that leads from `from` to `to`. */
export const difference = (to: Counts, from: Counts): Counts => sumOf([to, times(from, -1)]);

/** The hour that a counter is of; undefined for totals. */
export const hourOfCounter = (counter: string): string | undefined => hourCounterPattern.exec(counter)?.[1];

/** The part of the counts that is no activity. */
export const totalsIn = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => hourOfCounter(name) === undefined));

/** The activity among the counts. */
export function hoursIn(counts: Counts): ActivityHours {
  const hours: Record<string, Partial<Record<ActivityName, number>>> = {};
  for (const [counter, amount] of Object.entries(counts)) {
    const [, hour, name] = hourCounterPattern.exec(counter) ?? [];
    const known = activityNames.find((activity) => activity === name);
    if (hour !== undefined && known !== undefined) hours[hour] = { ...hours[hour], [known]: amount };
  }
  return hours;
}

/** The counts of one hour, by the name of the activity. */
export const countsOfHour = (hour: string, counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, amount]) => [hourCounter(hour, name), amount]));
