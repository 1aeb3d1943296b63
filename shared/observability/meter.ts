// Metrics in CloudWatch's embedded format, written to the log stream: no call, no waiting.
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const units = { count: MetricUnit.Count, ms: MetricUnit.Milliseconds } as const;

/** What the wrappers need of metrics; tests bring their own. */
export interface Meter {
  /** Writes one metric document; the names of `values` say what is measured. */
  emit(dimensions: Readonly<Record<string, string>>, values: Readonly<Record<string, Measurement>>): void;
}
export type Measurement = readonly [value: number, unit: keyof typeof units];

/** @param singleton Replaced in tests. */
export function createMeter(singleton: Metrics = new Metrics({ namespace: 'IntegrationHub' })): Meter {
  return {
    emit: (dimensions, values) => {
      for (const [name, value] of Object.entries(dimensions)) singleton.addDimension(name, value);
      for (const [name, [value, unit]] of Object.entries(values)) singleton.addMetric(name, units[unit], value);
      singleton.publishStoredMetrics();
    },
  };
}
