// Metrics in CloudWatch's embedded format, written to the log stream: no call, no waiting.
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace } from './hub-metrics.ts';
import type { Measurements, MeasurementUnit } from './measurement.ts';

const units = {
  count: MetricUnit.Count,
  ms: MetricUnit.Milliseconds,
  seconds: MetricUnit.Seconds,
} as const satisfies Record<MeasurementUnit, string>;

/** What the wrappers need of metrics; tests bring their own. */
export interface Meter {
  /** Writes one metric document; the names of `values` say what is measured. */
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
