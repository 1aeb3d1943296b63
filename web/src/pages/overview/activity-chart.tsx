// The canvas of the activity chart: loads the plotting code, and follows the available width and the theme's colours.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ActivityBucket } from '../../../../shared/contracts/dashboard.ts';
import { theme } from '../../app/theme.ts';
import { type Interval, type SeriesKey, series } from '../../model/activity.ts';
import type { Plot, PlotColours } from './activity-plot.ts';

export interface ActivityChartProps {
  readonly interval: Interval;
  readonly buckets: readonly ActivityBucket[];
  /** Text alternative of the chart. */
  readonly label: string;
  readonly onPoint: (index: number | null) => void;
}

export function ActivityChart(props: ActivityChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const failed = useSignal(false);
  usePlot(place, props, () => {
    failed.value = true;
  });
  return (
    <>
      <div class="activity__plot" ref={place} role="img" aria-label={props.label} />
      {failed.value && <p class="quiet">The drawing could not be loaded; the table below says the same.</p>}
    </>
  );
}

function usePlot(
  place: { readonly current: HTMLElement | null },
  props: ActivityChartProps,
  onFailure: () => void,
): void {
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<Plot | null>(null);
  const chosenTheme = theme.value;

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let wanted = true;
    const draw = async () => {
      const { createPlot } = await import('./activity-plot.ts');
      if (!wanted) return;
      plot.current?.destroy();
      const { interval, buckets } = latest.current;
      plot.current = createPlot({
        element,
        width: element.clientWidth,
        interval,
        buckets,
        colours: coloursOf(element),
        onPoint: (index) => latest.current.onPoint(index),
      });
    };
    const redraw = () => void draw().catch(onFailure);
    const systemTheme = matchMedia('(prefers-color-scheme: dark)');
    const resized = new ResizeObserver(() => plot.current?.setWidth(element.clientWidth));
    redraw();
    systemTheme.addEventListener('change', redraw);
    resized.observe(element);
    return () => {
      wanted = false;
      systemTheme.removeEventListener('change', redraw);
      resized.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [chosenTheme]);

  useEffect(() => plot.current?.setData(props.interval, props.buckets), [props.buckets]);
}

/** A canvas cannot read custom properties, which hold both themes, so a probe element resolves the current colours. */
function coloursOf(element: HTMLElement): PlotColours {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (name: string) => {
    probe.className = `activity__colour activity__colour--${name}`;
    return getComputedStyle(probe).color;
  };
  const bySeries = Object.fromEntries(series.map(({ key }) => [key, read(key)])) as Record<SeriesKey, string>;
  const colours = { text: read('text'), grid: read('grid'), series: bySeries };
  probe.remove();
  return colours;
}
