// Writes metrics to the log stream in CloudWatch's embedded metric format. It makes no network call.
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace } from './hub-metrics.ts';
import type { Measurements, MeasurementUnit } from './measurement.ts';

const units = {
  count: MetricUnit.Count,
  ms: MetricUnit.Milliseconds,
  seconds: MetricUnit.Seconds,
} as const satisfies Record<MeasurementUnit, string>;

/** Metrics interface of the wrappers; tests replace it. */
export interface Meter {
  /** Writes one metric document; the keys of `values` are the metric names. */
  emit(dimensions: Readonly<Record<string, string>>, values: Measurements): void;
}
/** @param singleton Replaced in tests. */
export function createMeter(singleton: Metrics = new Metrics({ namespace: metricNamespace })): Meter {
  return {
    emit: (dimensions, values) => {
      for (const [name, value] of Object.entries(dimensions)) singleton.addDimension(name, value);
      for (const [name, [value, unit]] of Object.entries(values)) {
        for (const one of [value].flat()) singleton.addMetric(name, units[unit], one);
      }
      singleton.publishStoredMetrics();
    },
  };
}
