// Formats the outcomes of bulk actions. Pure.
import type { BulkOutcome, BulkResult } from '../../../shared/contracts/bulk.ts';
import type { Tone } from './labels.ts';

const outcomes: Readonly<Record<BulkOutcome['outcome'], { readonly label: string; readonly tone: Tone }>> = {
  done: { label: 'Done', tone: 'good' },
  refused: { label: 'Refused', tone: 'bad' },
  not_found: { label: 'Not found', tone: 'bad' },
  failed: { label: 'Failed', tone: 'bad' },
};

export const outcomeWords = (outcome: BulkOutcome['outcome']) => outcomes[outcome];

/** `3 done, 2 not`. */
export function bulkSummary({ outcomes: all }: Pick<BulkResult, 'outcomes'>): string {
  const done = all.filter(({ outcome }) => outcome === 'done').length;
  const rest = all.length - done;
  if (rest === 0) return done === 1 ? 'It was done.' : `All ${done} were done.`;
  return done === 0 ? 'Nothing was done.' : `${done} done, ${rest} not.`;
}

/** Failures first, because the person has to look at them. */
export const outcomesInOrder = (all: readonly BulkOutcome[]): readonly BulkOutcome[] => [
  ...all.filter(({ outcome }) => outcome !== 'done'),
  ...all.filter(({ outcome }) => outcome === 'done'),
];
