// Formats changes of reference values. Pure.
import type { ReferenceHistoryEntry } from '../../../shared/contracts/reference.ts';
import { humanise } from './labels.ts';
import { formatInstant } from './time.ts';

type Change = ReferenceHistoryEntry['changes'][number];

/** `Valid to: none → 31 Jan 2026, 08:00:00`. */
export const changeWords = ({ field, from, to }: Change): string => `${humanise(field)}: ${shown(from)} → ${shown(to)}`;

const instantPattern = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'string') return instantPattern.test(value) ? formatInstant(value) : value;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${String(part)}`)
    .join(', ');
}
