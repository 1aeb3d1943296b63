// Draws the activity on a canvas. It is loaded with the first chart and takes only colours from the page.
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ActivityBucket } from '../../../../shared/contracts/dashboard.ts';
import { bucketLabel, type Interval, type SeriesKey, series, spans } from '../../model/activity.ts';

export interface PlotColours {
  readonly text: string;
  readonly grid: string;
  readonly series: Readonly<Record<SeriesKey, string>>;
}

export interface Plot {
  setData(interval: Interval, buckets: readonly ActivityBucket[]): void;
  setWidth(width: number): void;
  destroy(): void;
}

const height = 232;
const font = '12px system-ui, sans-serif';
export interface PlotOptions {
  readonly element: HTMLElement;
  readonly width: number;
  readonly interval: Interval;
  readonly buckets: readonly ActivityBucket[];
  readonly colours: PlotColours;
  /** The bucket under the pointer, or null. */
  readonly onPoint: (index: number | null) => void;
}

export function createPlot({ element, width, interval, buckets, colours, onPoint }: PlotOptions): Plot {
  let shown = interval;
  const stepSeconds = () => spans[shown].stepMs / 1000;
  const axis = { stroke: colours.text, font, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } };
  const plot = new UPlot(
    {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
      // Half a bar of padding at both ends, so that the first and the last are not cut.
      scales: {
        x: { range: (_plot, min, max) => [min - stepSeconds() / 2, max + stepSeconds() / 2] },
        y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.15)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 30,
          space: 72,
          values: (_plot, splits) => splits.map((seconds) => tick(shown, seconds)),
        },
        { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 50_000, 100_000] },
      ],
      series: [{}, ...series.map(({ key, label }) => ({ label, ...looks[key](colours.series[key]) }))],
      hooks: { setCursor: [(self) => onPoint(self.cursor.idx ?? null)] },
    },
    dataOf(buckets),
    element,
  );
  return {
    setData(next, values) {
      shown = next;
      plot.setData(dataOf(values));
    },
    setWidth: (next) => plot.setSize({ width: next, height }),
    destroy: () => plot.destroy(),
  };
}

type Look = (colour: string) => UPlot.Series;

const bar =
  (width: number, maxPixels: number, align: -1 | 0 | 1): Look =>
  (fill) => {
    const paths = UPlot.paths.bars?.({ size: [width, maxPixels], radius: 0.15, align });
    return { fill, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) };
  };

/** A wide bar behind, narrow outcome bars left and right, and a dot, so that they differ without colour. */
const looks: Readonly<Record<SeriesKey, Look>> = {
  submissions: bar(0.76, 36, 0),
  completed: bar(0.24, 11, -1),
  rejected: bar(0.24, 11, 1),
  dead_lettered: (colour) => ({
    stroke: colour,
    width: 0,
    paths: () => null,
    points: { show: true, size: 9, fill: colour, stroke: colour, filter: someParked },
  }),
};

/** Zero parked messages draw no dot. */
function someParked(plot: UPlot, seriesIndex: number): number[] {
  return Array.from(plot.data[seriesIndex] ?? []).flatMap((value, index) => ((value ?? 0) > 0 ? [index] : []));
}

const dataOf = (buckets: readonly ActivityBucket[]): UPlot.AlignedData => [
  buckets.map(({ from }) => Date.parse(from) / 1000),
  ...series.map(({ key }) => buckets.map((bucket) => bucket[key])),
];

const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Label within hours: the time, and the date at the start of a day. */
function tick(interval: Interval, seconds: number): string {
  const at = new Date(seconds * 1000);
  if (interval === 'day') return bucketLabel('day', at.toISOString());
  return at.getHours() === 0 && at.getMinutes() === 0 ? bucketLabel('day', shiftedToUtc(at)) : timeOfDay.format(at);
}

/** The person's midnight as the same date in UTC. */
const shiftedToUtc = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
