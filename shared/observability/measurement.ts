// What a measurement is, a number with its unit or several of them, and how those of a batch become one document.

export type MeasurementUnit = 'count' | 'ms' | 'seconds';

/** Several values of one name are kept apart, so that CloudWatch can work out their percentiles; at most 100. */
export type Measurement = readonly [value: number | readonly number[], unit: MeasurementUnit];
export type Measurements = Readonly<Record<string, Measurement>>;

/** Adds to what a batch measures. Counts of one name are added up, other values are kept one by one. */
export type Measure = (values: Measurements) => void;

export interface Collected {
  readonly add: Measure;
  /** All so far; empty when nothing was measured. */
  readonly all: () => Measurements;
}

export function collectMeasurements(): Collected {
  const kept = new Map<string, Measurement>();
  return {
    add: (values) => {
      for (const [name, measurement] of Object.entries(values)) kept.set(name, joined(kept.get(name), measurement));
    },
    all: () => Object.fromEntries(kept),
  };
}

function joined(before: Measurement | undefined, [value, unit]: Measurement): Measurement {
  const [known] = before ?? [[]];
  if (typeof value === 'number' && typeof known === 'number') return [known + value, unit];
  if (typeof value === 'number' && before === undefined) return [value, unit];
  return [[known, value].flat(), unit];
}
