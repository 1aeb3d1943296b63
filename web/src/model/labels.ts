// Wire values in words, their tone and their meaning. Unknown values stay readable.
import type { ReferenceValue } from '../../../shared/contracts/reference.ts';

export type Tone = 'neutral' | 'info' | 'progress' | 'good' | 'bad';

interface StatusWords {
  readonly label: string;
  readonly tone: Tone;
}

const statuses: Readonly<Record<string, StatusWords>> = {
  received: { label: 'Received', tone: 'good' },
  submitted: { label: 'Submitted', tone: 'good' },
  pending: { label: 'Pending', tone: 'progress' },
  completed: { label: 'Completed', tone: 'good' },
  dead_lettered: { label: 'Parked', tone: 'bad' },
  parked: { label: 'Parked', tone: 'bad' },
  open: { label: 'Open', tone: 'info' },
  active: { label: 'Active', tone: 'info' },
  in_progress: { label: 'In progress', tone: 'progress' },
  rejected: { label: 'Rejected', tone: 'bad' },
  succeeded: { label: 'Succeeded', tone: 'good' },
  skipped: { label: 'Skipped', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
};

/** `GENERAL_INQUIRY` and `in_progress` as people would write them. */
export function humanise(code: string): string {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const statusLabel = (status: string): string => statuses[status]?.label ?? humanise(status);

export const statusTone = (status: string): Tone => statuses[status]?.tone ?? 'neutral';

/** `4,000`. */
export const formatCount = (count: number): string => count.toLocaleString('en-GB');

/** What the API sends in place of free text to those who may not see personal data. */
export const withheldText = '[withheld: personal data]';

/** The label that reference data gives a code, or the code made readable. */
export function codeLabel(values: readonly ReferenceValue[] | undefined, code: string): string {
  return values?.find((value) => value.code === code)?.label ?? humanise(code);
}

/** `SUB-01JD…K3F9` for narrow places; the whole id stays in the title and in what is copied. */
export function shortId(id: string): string {
  const start = id.indexOf('-') + 1;
  const rest = id.slice(start);
  return rest.length <= 12 ? id : `${id.slice(0, start)}${rest.slice(0, 4)}…${rest.slice(-6)}`;
}
