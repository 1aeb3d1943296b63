// Reads EventBridge's schedule expressions as far as the template uses them: `rate(...)`.

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two runs. @throws Error for another expression, at the start of the host */
export function rateMs(expression: string): number {
  const [, value, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (value === undefined) throw new Error(`the schedule expression ${expression} is not understood; use rate(...)`);
  return Number(value) * (unitMs[unit] ?? 0);
}
