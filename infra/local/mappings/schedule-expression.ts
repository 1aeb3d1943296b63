// Computes the next time of an EventBridge schedule: `rate(...)`, or `cron(...)` with its six fields.

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** A schedule without a time in this span never fires. */
const searchDays = 366 * 8;

/** Returns the first time after the given one, in milliseconds, or `undefined` when there is none. */
export type Schedule = (afterMs: number) => number | undefined;

/** @throws Error for an invalid expression */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const everyMs = Number(rate[1]) * (unitMs[rate[2] ?? ''] ?? 0);
    return (afterMs) => afterMs + everyMs;
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) {
    throw new Error(
      `the schedule expression ${expression} is not understood; use rate(...) or cron(...) with six fields`,
    );
  }
  return cronSchedule(fields);
}

function cronSchedule(fields: readonly string[]): Schedule {
  const [minuteField = '*', hourField = '*', dayField = '*', monthField = '*', weekdayField = '*', yearField = '*'] =
    fields;
  const minutes = values(minuteField, 0, 59);
  const hours = values(hourField, 0, 23);
  const days = values(dayField, 1, 31);
  const months = values(monthField, 1, 12, monthNames, 1);
  const weekdays = values(weekdayField, 1, 7, dayNames, 1);
  const years = values(yearField, 1970, 2199);
  const isDay = (date: Date) =>
    years.has(date.getUTCFullYear()) &&
    months.has(date.getUTCMonth() + 1) &&
    days.has(date.getUTCDate()) &&
    weekdays.has(date.getUTCDay() + 1);
  return (afterMs) => {
    const from = new Date(afterMs);
    const midnight = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
    for (let day = 0; day < searchDays; day += 1) {
      const date = new Date(midnight + day * 86_400_000);
      const found = isDay(date) ? firstTime(date.getTime(), hours, minutes, afterMs) : undefined;
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
}

function firstTime(
  midnightMs: number,
  hours: ReadonlySet<number>,
  minutes: ReadonlySet<number>,
  afterMs: number,
): number | undefined {
  for (let minute = 0; minute < 1440; minute += 1) {
    const atMs = midnightMs + minute * 60_000;
    if (atMs > afterMs && hours.has(Math.floor(minute / 60)) && minutes.has(minute % 60)) {
      return atMs;
    }
  }
  return undefined;
}

/** Parses the values of one field: `*`, `?`, numbers or names, ranges, lists and steps. */
function values(field: string, min: number, max: number, names: readonly string[] = [], base = 0): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const { from, to, step } = rangeOf(part, min, max, (text) => {
      const named = names.indexOf(text.toUpperCase());
      return named === -1 ? Number(text) : named + base;
    });
    if (![from, to, step].every(Number.isInteger) || step < 1) {
      throw new Error(
        `the schedule field ${field} is not understood; L, W and # are not supported by the embedded host`,
      );
    }
    for (let value = from; value <= to; value += step) {
      found.add(value);
    }
  }
  return found;
}

function rangeOf(part: string, min: number, max: number, number: (text: string) => number) {
  const [range = '', stepText] = part.split('/');
  const step = Number(stepText ?? 1);
  if (range === '*' || range === '?') {
    return { from: min, to: max, step };
  }
  const [low = '', high] = range.split('-');
  const from = number(low);
  if (high !== undefined) {
    return { from, to: number(high), step };
  }
  return { from, to: stepText === undefined ? from : max, step };
}
