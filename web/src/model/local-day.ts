// A day of the calendar as the reader lives it: where it begins and ends as instants. Pure but for the reader's time zone.

/** The first and the last millisecond of a day such as `2026-01-31`; null when it is no day. */
export function dayBounds(day: string): { readonly first: string; readonly last: string } | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  // Without a time zone, this is the reader's own.
  const first = new Date(`${day}T00:00`);
  if (first.getDate() !== Number(day.slice(8))) return null;
  // Not 24 hours later: the clocks may be changed that day.
  const next = new Date(first).setHours(24, 0, 0, 0);
  return { first: first.toISOString(), last: new Date(next - 1).toISOString() };
}
