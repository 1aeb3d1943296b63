// Labels and tones of wire values. Unknown values stay readable.
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';

export type Tone = 'neutral' | 'info' | 'progress' | 'good' | 'bad';

interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
}

const statuses: Readonly<Record<string, StatusWords>> = {
  received: { label: 'Received', tone: 'good' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral' },
  erased: { label: 'Erased', tone: 'neutral' },
  submitted: { label: 'Submitted', tone: 'good' },
  pending: { label: 'Pending', tone: 'progress' },
  completed: { label: 'Completed', tone: 'good' },
  dead_lettered: { label: 'Parked', tone: 'bad' },
  parked: { label: 'Parked', tone: 'bad' },
  redriven: { label: 'Redriven', tone: 'info' },
  dismissed: { label: 'Dismissed', tone: 'neutral' },
  available: { label: 'Available', tone: 'good' },
  deleted: { label: 'Deleted', tone: 'neutral' },
  scheduled: { label: 'Scheduled', tone: 'progress' },
  retired: { label: 'Retired', tone: 'neutral' },
  overdue: { label: 'Overdue', tone: 'bad' },
  open: { label: 'Open', tone: 'info' },
  active: { label: 'Active', tone: 'info' },
  in_progress: { label: 'In progress', tone: 'progress' },
  rejected: { label: 'Rejected', tone: 'bad' },
  succeeded: { label: 'Succeeded', tone: 'good' },
  skipped: { label: 'Skipped', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
};

/** Converts `GENERAL_INQUIRY` and `in_progress` to sentence case. */
export function humanise(code: string): string {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const statusLabel = (status: string): string => statuses[status]?.label ?? humanise(status);

export const statusTone = (status: string): Tone => statuses[status]?.tone ?? 'neutral';

/** `4,000`. */
export const formatCount = (count: number): string => count.toLocaleString('en-GB');

/** The API's replacement for free text when the role may not see personal data. */
export const withheldText = '[withheld: personal data]';

/** Members of a reference value that a label needs. */
export type Labelled = Pick<ReferenceValue, 'code' | 'label'> & Partial<Pick<ReferenceValue, 'labels'>>;

/** `de` of `de-AT`: labels are stored by language only. */
const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/** A reference value's label in the person's language, if there is one. */
export function labelOf(value: Labelled, locale: string = readersLocale()): string {
  return value.labels?.[languageOf(locale)] ?? value.label;
}

/** Languages of the browser; unit tests have no browser. */
const readersLocale = (): string => (globalThis as { navigator?: { language: string } }).navigator?.language ?? 'en';

/** The reference label of a code, or the code in readable form. */
export function codeLabel(values: readonly Labelled[] | undefined, code: string, locale?: string): string {
  const value = values?.find((known) => known.code === code);
  return value === undefined ? humanise(code) : labelOf(value, locale);
}

/** `SUB-01JD…K3F9` for narrow places; the title and the copy button keep the whole id. */
export function shortId(id: string): string {
  const start = id.indexOf('-') + 1;
  const rest = id.slice(start);
  return rest.length <= 12 ? id : `${id.slice(0, start)}${rest.slice(0, 4)}…${rest.slice(-6)}`;
}
