// Dead letters in words. Pure.
import type { DeadLetter, DeadLetterStatus } from '../../../shared/contracts/dead-letter.ts';

export const letterStatuses = ['parked', 'redriven', 'dismissed'] as const satisfies readonly DeadLetterStatus[];
export type LetterStatus = (typeof letterStatuses)[number];

interface TabWords {
  readonly label: string;
  readonly none: string;
  readonly noneWhy: string;
}

export const letterTabs: Readonly<Record<LetterStatus, TabWords>> = {
  parked: { label: 'Parked', none: 'Nothing is parked', noneWhy: 'Nothing waits for a decision.' },
  redriven: {
    label: 'Redriven',
    none: 'Nothing was redriven',
    noneWhy: 'What an operator sends on its way again is listed here.',
  },
  dismissed: {
    label: 'Dismissed',
    none: 'Nothing was dismissed',
    noneWhy: 'What an operator decides to leave undone is listed here.',
  },
};

/** The status of the address; what it does not know shows what is parked. */
export function parseLetterStatus(query: string): LetterStatus {
  const asked = new URLSearchParams(query).get('status');
  return letterStatuses.find((status) => status === asked) ?? 'parked';
}

export const letterKinds: Readonly<Record<DeadLetter['kind'], string>> = {
  queue: 'Refused by the sync worker',
  stream: 'Never reached the queue',
};

/**
 * Whether a letter stands below another. The API lists them by id: one that failed again has a new time of parking, and
 * its old place.
 */
export const letterComesAfter = (
  letter: Pick<DeadLetter, 'dead_letter_id'>,
  other: Pick<DeadLetter, 'dead_letter_id'>,
): boolean => letter.dead_letter_id < other.dead_letter_id;

/** Whose record it is about, when that is known: one ULID names it in every boundary. */
export function submissionOf({ correlation_id }: Pick<DeadLetter, 'correlation_id'>): string | null {
  return correlation_id !== null && /^COR-[0-9A-HJKMNP-TV-Z]{26}$/.test(correlation_id)
    ? correlation_id.replace(/^COR-/, 'SUB-')
    : null;
}

/** A message as people read it: JSON on lines of its own, anything else as it came. */
export function readableBody(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
