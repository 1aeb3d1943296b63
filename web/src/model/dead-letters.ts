// Formats dead letters. Pure.
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
    noneWhy: 'This list shows the dead letters that an operator redrove.',
  },
  dismissed: {
    label: 'Dismissed',
    none: 'Nothing was dismissed',
    noneWhy: 'This list shows the dead letters that an operator dismissed.',
  },
};

/** Parses the status in the address; an unknown one shows parked letters. */
export function parseLetterStatus(query: string): LetterStatus {
  const asked = new URLSearchParams(query).get('status');
  return letterStatuses.find((status) => status === asked) ?? 'parked';
}

export const letterKinds: Readonly<Record<DeadLetter['kind'], string>> = {
  queue: 'Refused by the sync worker',
  stream: 'Never reached the queue',
};

/**
 * True when a letter comes after another. The API sorts letters by id: a letter that failed again has a new parking
 * time and keeps its place.
 */
export const letterComesAfter = (
  letter: Pick<DeadLetter, 'dead_letter_id'>,
  other: Pick<DeadLetter, 'dead_letter_id'>,
): boolean => letter.dead_letter_id < other.dead_letter_id;

/** Submission of a letter, if known: ids of one submission share a ULID in every boundary. */
export function submissionOf({ correlation_id }: Pick<DeadLetter, 'correlation_id'>): string | null {
  return correlation_id !== null && /^COR-[0-9A-HJKMNP-TV-Z]{26}$/.test(correlation_id)
    ? correlation_id.replace(/^COR-/, 'SUB-')
    : null;
}

/** Formats a message: JSON with indentation, any other text unchanged. */
export function readableBody(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
