// Formats due dates of cases, and converts them for the native date and time field. Pure: the clock is an argument.
import type { CaseStatus } from '../../../shared/contracts/operations.ts';
import type { Tone } from './labels.ts';
import { formatDuration } from './time.ts';

export interface Due {
  readonly words: string;
  readonly tone: Tone;
  /** True when the case missed its due date. */
  readonly breached: boolean;
}

interface Dated {
  readonly due_at: string;
  readonly breached: boolean;
  readonly processing_status: CaseStatus;
}

const hourMs = 3_600_000;
/** Below this remaining time a case is due soon. */
const soonMs = 4 * hourMs;

export function dueOf({ due_at, breached, processing_status }: Dated, nowMs: number): Due {
  if (processing_status === 'completed' || processing_status === 'rejected') {
    return breached
      ? { words: 'Closed after its due date', tone: 'bad', breached }
      : { words: 'Closed in time', tone: 'good', breached };
  }
  const leftMs = Date.parse(due_at) - nowMs;
  if (leftMs <= 0) return { words: `Overdue by ${coarse(-leftMs)}`, tone: 'bad', breached: true };
  return { words: `Due in ${coarse(leftMs)}`, tone: leftMs < soonMs ? 'progress' : 'neutral', breached: false };
}

/** Rounded to minutes: seconds of a due date would only flicker. */
const coarse = (durationMs: number): string =>
  durationMs < 60_000 ? 'less than a minute' : formatDuration(Math.floor(durationMs / 60_000) * 60_000);

/** `2026-01-31T08:15` in the person's time zone, the format of `<input type="datetime-local">`. */
export function toLocalInput(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Converts a local date and time to an instant; null when invalid. */
export function fromLocalInput(text: string): string | null {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
