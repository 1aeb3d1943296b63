// The current time as a signal that ticks every few seconds, for "12 s ago".
import { signal } from '@preact/signals';

const tickMs = 5000;

/** Milliseconds since 1970. */
export const nowMs = signal(Date.now());

/** Starts the clock; called once at start. */
export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) nowMs.value = Date.now();
  }, tickMs);
}
