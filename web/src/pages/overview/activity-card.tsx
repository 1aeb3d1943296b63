// Submissions and outcomes over time: a chart with its numbers, and the same as a table.

import { useSignal } from '@preact/signals';
import type { Activity, ActivityBucket } from '../../../../shared/contracts/dashboard.ts';
import { activityIntervals } from '../../../../shared/contracts/values/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { Shown } from '../../components/states.tsx';
import { type Column, Table } from '../../components/table.tsx';
import {
  activityWords,
  bucketLabel,
  busyBuckets,
  type Interval,
  series,
  spanOf,
  spans,
  type Totals,
  totalsOf,
} from '../../model/activity.ts';
import { formatCount } from '../../model/labels.ts';
import { useLive } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';
import { ActivityChart } from './activity-chart.tsx';

const everyMs = 10_000;

export function ActivityCard() {
  const { api } = useServices();
  const interval = useSignal<Interval>('hour');
  const activity = useLive<Activity>({
    key: interval.value,
    load: (signal) => api.activity(spanOf(interval.peek(), Date.now()), signal),
    everyMs: () => everyMs,
  });
  return (
    <Card
      id="activity"
      title="Submissions and outcomes"
      lead={`In ${spans[interval.value].words}.`}
      aside={
        <IntervalSwitch
          chosen={interval.value}
          onChoose={(next) => {
            interval.value = next;
          }}
        />
      }
    >
      <div class="activity">
        <Shown of={activity} what="the chart">
          {(value) => <Figure activity={value} />}
        </Shown>
      </div>
    </Card>
  );
}

function IntervalSwitch({ chosen, onChoose }: { chosen: Interval; onChoose: (interval: Interval) => void }) {
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">Width of a bar</legend>
      {activityIntervals.map((interval) => (
        <label key={interval} class="switch__item">
          <input
            type="radio"
            name="interval"
            class="visually-hidden"
            checked={interval === chosen}
            onChange={() => onChoose(interval)}
          />
          <span>{spans[interval].label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Figure({ activity: { interval, buckets } }: { activity: Activity }) {
  /** The bucket under the pointer. */
  const pointed = useSignal<number | null>(null);
  const bucket = pointed.value === null ? undefined : buckets[pointed.value];
  return (
    <figure class="activity__figure">
      <ActivityChart
        interval={interval}
        buckets={buckets}
        label={activityWords(interval, buckets)}
        onPoint={(index) => {
          pointed.value = index;
        }}
      />
      <figcaption class="activity__caption">
        <Legend
          heading={bucket === undefined ? 'In total' : bucketLabel(interval, bucket.from)}
          values={bucket ?? totalsOf(buckets)}
        />
      </figcaption>
      <details class="activity__table">
        <summary>Show the numbers as a table</summary>
        <Numbers interval={interval} buckets={buckets} />
      </details>
    </figure>
  );
}

function Legend({ heading, values }: { heading: string; values: Totals }) {
  return (
    <dl class="activity__legend">
      <div class="activity__when">
        <dt class="visually-hidden">When</dt>
        <dd>{heading}</dd>
      </div>
      {series.map(({ key, label }) => (
        <div key={key}>
          <dt>
            <span class={`activity__key activity__key--${key}`} aria-hidden="true" />
            {label}
          </dt>
          <dd class="strong">{formatCount(values[key])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Numbers({ interval, buckets }: { interval: Interval; buckets: readonly ActivityBucket[] }) {
  const rows = busyBuckets(buckets);
  if (rows.length === 0) return <p class="quiet">There was no activity in this time.</p>;
  return (
    <>
      <Table
        caption={`Submissions and outcomes by ${interval}`}
        columns={columns[interval]}
        rows={rows}
        keyOf={({ from }) => from}
      />
      <p class="quiet">{interval === 'hour' ? 'Hours' : 'Days, counted in UTC,'} without activity are omitted.</p>
    </>
  );
}

const columnsOf = (interval: Interval): readonly Column<ActivityBucket>[] => [
  {
    key: 'from',
    header: interval === 'hour' ? 'Hour' : 'Day',
    names: true,
    cell: ({ from }) => <time dateTime={from}>{bucketLabel(interval, from)}</time>,
  },
  ...series.map(({ key, label }) => ({
    key,
    header: label,
    cell: (bucket: ActivityBucket) => formatCount(bucket[key]),
  })),
];
const columns = { hour: columnsOf('hour'), day: columnsOf('day') };
