// Formats times and durations. Pure: the clock is an argument.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Milliseconds from one instant to a later one; never negative, because clocks of two functions may differ a little.
 */
export function betweenMs(fromIso: string, toIso: string): number {
  return Math.max(0, Date.parse(toIso) - Date.parse(fromIso));
}

/** Formats a duration: `180 ms`, `2.4 s`, `42 s`, `1 min 5 s`, `3 h 12 min`, `2 d 4 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < secondMs) return `${Math.round(durationMs)} ms`;
  if (durationMs < 10 * secondMs) return `${(durationMs / secondMs).toFixed(1)} s`;
  if (durationMs < minuteMs) return `${Math.round(durationMs / secondMs)} s`;
  if (durationMs < hourMs) return twoUnits(durationMs, minuteMs, 'min', secondMs, 's');
  if (durationMs < dayMs) return twoUnits(durationMs, hourMs, 'h', minuteMs, 'min');
  return twoUnits(durationMs, dayMs, 'd', hourMs, 'h');
}

function twoUnits(durationMs: number, bigMs: number, big: string, smallMs: number, small: string): string {
  const wholes = Math.floor(durationMs / bigMs);
  const rest = Math.floor((durationMs % bigMs) / smallMs);
  return rest === 0 ? `${wholes} ${big}` : `${wholes} ${big} ${rest} ${small}`;
}

/** Age in one unit: `just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function formatAgo(iso: string, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - Date.parse(iso));
  if (ageMs < 5 * secondMs) return 'just now';
  if (ageMs < minuteMs) return `${Math.floor(ageMs / secondMs)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  if (ageMs < dayMs) return `${Math.floor(ageMs / hourMs)} h ago`;
  return `${Math.floor(ageMs / dayMs)} d ago`;
}

/** Remaining or overdue time in one unit: `in 12 min`, `in 3 h`, `2 d late`. */
export function formatUntil(iso: string, nowMs: number): string {
  const aheadMs = Date.parse(iso) - nowMs;
  return aheadMs >= 0 ? `in ${oneUnit(aheadMs)}` : `${oneUnit(-aheadMs)} late`;
}

function oneUnit(durationMs: number): string {
  if (durationMs < hourMs) return `${Math.max(1, Math.floor(durationMs / minuteMs))} min`;
  return durationMs < 2 * dayMs ? `${Math.floor(durationMs / hourMs)} h` : `${Math.floor(durationMs / dayMs)} d`;
}

const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const timeOnly = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Date and time in the person's time zone. */
export function formatInstant(iso: string): string {
  return dateAndTime.format(new Date(iso));
}

/** Date, time and the name of the time zone, where the exact value matters. */
export function formatExactly(iso: string): string {
  return `${formatInstant(iso)}, ${timeZone()}`;
}

/** The person's time zone, in which all times are shown: `Europe/Berlin`, `UTC`. */
export function timeZone(): string {
  return dateAndTime.resolvedOptions().timeZone;
}

/** Time of day with milliseconds in the person's time zone. */
export function formatTime(iso: string): string {
  return timeOnly.format(new Date(iso));
}
