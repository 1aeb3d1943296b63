// Displays instants in readable form, with the exact value in the markup and date and time zone on hover.
import { formatAgo, formatExactly, formatInstant, formatTime, formatUntil } from '../model/time.ts';
import { nowMs } from '../state/clock.ts';

/** `12 s ago`. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {formatAgo(at, nowMs.value)}
    </time>
  );
}

/** Date and time. */
export function Instant({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {formatInstant(at)}
    </time>
  );
}

/** Time of day with milliseconds. */
export function TimeOfDay({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {formatTime(at)}
    </time>
  );
}

/** `in 3 h`, or `2 d late`. */
export function Until({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {formatUntil(at, nowMs.value)}
    </time>
  );
}
