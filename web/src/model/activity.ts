// The activity chart: its time range and its numbers as text. Pure: the clock is an argument.
import type { Activity, ActivityBucket } from '../../../shared/contracts/dashboard.ts';
import { formatCount } from './labels.ts';

export type Interval = Activity['interval'];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Time ranges: two days in hours, thirty days in days. */
export const spans = {
  hour: { label: 'Hours', stepMs: hourMs, count: 48, words: 'the last 48 hours' },
  day: { label: 'Days', stepMs: dayMs, count: 30, words: 'the last 30 days' },
} as const satisfies Record<Interval, { label: string; stepMs: number; count: number; words: string }>;

/** Whole intervals up to the current one, so that the query stays the same for a while and its ETag matches. */
export function spanOf(interval: Interval, nowMs: number): { interval: Interval; from: string; to: string } {
  const { stepMs, count } = spans[interval];
  const endMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
  return { interval, from: new Date(endMs - count * stepMs).toISOString(), to: new Date(endMs).toISOString() };
}

export const series = [
  { key: 'submissions', label: 'Submissions' },
  { key: 'completed', label: 'Completed' },
  { key: 'rejected', label: 'Rejected' },
  { key: 'dead_lettered', label: 'Parked' },
] as const satisfies readonly { key: Exclude<keyof ActivityBucket, 'from'>; label: string }[];
export type SeriesKey = (typeof series)[number]['key'];

export type Totals = Readonly<Record<SeriesKey, number>>;

export function totalsOf(buckets: readonly ActivityBucket[]): Totals {
  const sum = (key: SeriesKey) => buckets.reduce((total, bucket) => total + bucket[key], 0);
  return {
    submissions: sum('submissions'),
    completed: sum('completed'),
    rejected: sum('rejected'),
    dead_lettered: sum('dead_lettered'),
  };
}

/** Text alternative of the chart. */
export function activityWords(interval: Interval, buckets: readonly ActivityBucket[]): string {
  const totals = totalsOf(buckets);
  const parts = series.map(({ key, label }) => `${formatCount(totals[key])} ${label.toLowerCase()}`);
  const peak = buckets.reduce<ActivityBucket | undefined>(
    (best, bucket) => (bucket.submissions > (best?.submissions ?? 0) ? bucket : best),
    undefined,
  );
  const most =
    peak === undefined ? '' : ` Most submissions at ${bucketLabel(interval, peak.from)}: ${peak.submissions}.`;
  return `In ${spans[interval].words}: ${parts.join(', ')}.${most}`;
}

const hourFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
/** Buckets of days are in UTC, so their labels are as well. */
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function bucketLabel(interval: Interval, from: string): string {
  return (interval === 'hour' ? hourFormat : dayFormat).format(new Date(from));
}

/** Buckets with activity, newest first, for the table. */
export function busyBuckets(buckets: readonly ActivityBucket[]): readonly ActivityBucket[] {
  return buckets.filter((bucket) => series.some(({ key }) => bucket[key] > 0)).toReversed();
}
