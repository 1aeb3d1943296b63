// Converts a calendar day in the person's time zone to instants. Pure except for that time zone.

/** First and last millisecond of a day such as `2026-01-31`; null when invalid. */
export function dayBounds(day: string): { readonly first: string; readonly last: string } | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  // Without an offset, Date parses it in the person's time zone.
  const first = new Date(`${day}T00:00`);
  if (first.getDate() !== Number(day.slice(8))) return null;
  // Not 24 hours later: the clocks may change that day.
  const next = new Date(first).setHours(24, 0, 0, 0);
  return { first: first.toISOString(), last: new Date(next - 1).toISOString() };
}
