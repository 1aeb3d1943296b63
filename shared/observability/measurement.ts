// Collects the measurements of a batch, each a number or a list of numbers with a unit, into one metric document.

export type MeasurementUnit = 'count' | 'ms' | 'seconds';

/** A list keeps the single values, so that CloudWatch can compute percentiles; at most 100 values per name. */
export type Measurement = readonly [value: number | readonly number[], unit: MeasurementUnit];
export type Measurements = Readonly<Record<string, Measurement>>;

/** Adds measurements to the batch. Counts of one name are summed; other values are kept one by one. */
export type Measure = (values: Measurements) => void;

export interface Collected {
  readonly add: Measure;
  /** All measurements so far. */
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
