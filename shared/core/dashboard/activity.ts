// Submissions and outcomes over time: which hour a row counts in, and what bars are made of the hours.
import type { Activity, ActivityBucket, ActivityQuery } from '../../contracts/dashboard.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { timeRange } from '../lists/list-query.ts';
import type { Section, Sections } from './record-row.ts';

export const activityNames = ['submissions', 'completed', 'rejected', 'dead_lettered'] as const;
export type ActivityName = (typeof activityNames)[number];
export type ActivityCounts = Readonly<Partial<Record<ActivityName, number>>>;
/** Counts by hour, named by its first instant as far as the hour: `2026-01-31T08`. */
export type ActivityHours = Readonly<Record<string, ActivityCounts>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const hourOf = (instant: string): string => instant.slice(0, 'YYYY-MM-DDTHH'.length);

/** What one row says: when it was accepted, when its case was closed, when its event was given up, if it still is. */
function momentsOf(row: Sections): readonly (readonly [ActivityName, string])[] {
  const { submission, event, operation_case } = row;
  const status = operation_case?.['processing_status'];
  return [
    ...moment('submissions', submission, ['created_at']),
    ...(status === 'completed' || status === 'rejected'
      ? moment(status, operation_case, ['closed_at', 'updated_at'])
      : []),
    ...(event?.['event_status'] === 'dead_lettered' ? moment('dead_lettered', event, ['dead_lettered_at']) : []),
  ];
}

function moment(
  name: ActivityName,
  section: Section | undefined,
  fields: readonly string[],
): readonly (readonly [ActivityName, string])[] {
  const instant = fields.map((field) => section?.[field]).find((value) => typeof value === 'string');
  return typeof instant === 'string' ? [[name, instant]] : [];
}

/** What the hours have to be changed by when sections of a row go from `before` to `written`. */
export function activityChanges(before: Sections, written: Sections): ActivityHours {
  // Sections that were not written are as they were and cancel out.
  return addedUp([...momentsOf(written).map(counted(1)), ...momentsOf(before).map(counted(-1))]);
}

const counted =
  (by: number) =>
  ([name, instant]: readonly [ActivityName, string]): ActivityHours => ({ [hourOf(instant)]: { [name]: by } });

/** The sum of many, without hours in which nothing remains. */
export function addedUp(all: readonly ActivityHours[]): ActivityHours {
  const sums: Record<string, Partial<Record<ActivityName, number>>> = {};
  for (const [hour, counts] of all.flatMap((hours) => Object.entries(hours))) {
    const sum = sums[hour] ?? {};
    for (const name of activityNames) if (counts[name] !== undefined) sum[name] = (sum[name] ?? 0) + counts[name];
    sums[hour] = sum;
  }
  return Object.fromEntries(Object.entries(sums).flatMap(([hour, sum]) => remaining(hour, sum)));
}

function remaining(hour: string, sum: ActivityCounts): readonly (readonly [string, ActivityCounts])[] {
  const counts = Object.entries(sum).filter(([, count]) => count !== 0);
  return counts.length === 0 ? [] : [[hour, Object.fromEntries(counts)]];
}

/** What has to be added to `from` to make it `to`. */
export function activityDifference(to: ActivityHours, from: ActivityHours): ActivityHours {
  const negative = Object.entries(from).map(([hour, counts]) => ({
    [hour]: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, -count])),
  }));
  return addedUp([to, ...negative]);
}

export interface ActivitySpan {
  readonly interval: Activity['interval'];
  /** Start of the first bar and end of the last, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const intervalMs = { hour: hourMs, day: dayMs } as const;
const usualBars = { hour: 24, day: 30 } as const;
const mostDays = { hour: 31, day: 366 } as const;

/**
 * Whole bars (hours or UTC days) from that of `from` to that of `to`.
 * @throws HubError validation when the span is too long or the wrong way round.
 */
export function activitySpan(query: ActivityQuery, nowMs: number): ActivitySpan {
  const { interval } = query;
  const bar = intervalMs[interval];
  const asked = timeRange({ from: 'from', to: 'to' }, query.from, query.to);
  const lastMs = asked.toMs ?? Math.max(nowMs, asked.fromMs ?? nowMs);
  const toMs = (Math.floor(lastMs / bar) + 1) * bar;
  const fromMs = asked.fromMs === undefined ? toMs - usualBars[interval] * bar : Math.floor(asked.fromMs / bar) * bar;
  if (toMs - fromMs <= mostDays[interval] * dayMs) return { interval, fromMs, toMs };
  throw invalidRequest([
    {
      pointer: 'query:from',
      detail: `must be at most ${mostDays[interval]} days before to when the interval is ${interval}`,
    },
  ]);
}

/** Every bar of the span, empty ones too, oldest first. */
export function activityOf({ interval, fromMs, toMs }: ActivitySpan, hours: ActivityHours): Activity {
  const bar = intervalMs[interval];
  const buckets: ActivityBucket[] = Array.from({ length: (toMs - fromMs) / bar }, (_, index) => ({
    from: new Date(fromMs + index * bar).toISOString(),
    submissions: 0,
    completed: 0,
    rejected: 0,
    dead_lettered: 0,
  }));
  for (const [hour, counts] of Object.entries(hours)) {
    const bucket = buckets[Math.floor((Date.parse(`${hour}:00:00Z`) - fromMs) / bar)];
    if (bucket === undefined) continue;
    for (const name of activityNames) bucket[name] += counts[name] ?? 0;
  }
  return { interval, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), buckets };
}
