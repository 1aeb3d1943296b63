// Submissions and outcomes over time: makes bars of the counts by hour.
import type { Activity, ActivityBucket, ActivityQuery } from '../../contracts/dashboard.ts';
import { invalidRequest } from '../../errors/invalid-request.ts';
import { timeRange } from '../lists/list-query.ts';
import { type ActivityName, activityNames } from './record-row.ts';

export type ActivityCounts = Readonly<Partial<Record<ActivityName, number>>>;
/** Counts by hour; keys have the form `2026-01-31T08`. */
export type ActivityHours = Readonly<Record<string, ActivityCounts>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface ActivitySpan {
  readonly interval: Activity['interval'];
  /** Start of the first bar and end of the last bar, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const intervalMs = { hour: hourMs, day: dayMs } as const;
const usualBars = { hour: 24, day: 30 } as const;
const mostDays = { hour: 31, day: 366 } as const;

/**
 * Whole bars (hours or UTC days) from the bar of `from` to the bar of `to`.
 * @throws HubError validation when the span is too long or ends before it starts.
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

/** All bars of the span, including empty ones, oldest first. */
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
