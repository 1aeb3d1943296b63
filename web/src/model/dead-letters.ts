// Formats dead letters. Pure.
import type { DeadLetter, DeadLetterGroup, DeadLetterStatus } from '../../../shared/contracts/dead-letter.ts';
import { deadLetterStatuses } from '../../../shared/contracts/values/dead-letters.ts';
import { formatCount } from './labels.ts';

interface EmptyWords {
  readonly none: string;
  readonly noneWhy: string;
}

/** Texts of a list without letters. */
export const emptyLetters: Readonly<Record<DeadLetterStatus, EmptyWords>> = {
  parked: { none: 'Nothing is parked', noneWhy: 'Nothing waits for a decision.' },
  redriven: {
    none: 'Nothing was redriven',
    noneWhy: 'This list shows the dead letters that an operator redrove.',
  },
  dismissed: {
    none: 'Nothing was dismissed',
    noneWhy: 'This list shows the dead letters that an operator dismissed.',
  },
};

/** View of the page: parked letters by cause, or the letters of one status, of one cause where `fingerprint` is set. */
export type LetterView =
  | { readonly view: 'causes' }
  | { readonly view: DeadLetterStatus; readonly fingerprint: string | undefined };

/** Parses the view in the address; an unknown one shows parked letters. */
export function parseLetterView(query: string): LetterView {
  const asked = new URLSearchParams(query);
  if (asked.get('view') === 'causes') return { view: 'causes' };
  const view = deadLetterStatuses.find((status) => status === asked.get('status')) ?? 'parked';
  return { view, fingerprint: asked.get('fingerprint') ?? undefined };
}

/** The tabs in order, each with its query. */
export const letterViews = [
  { key: 'parked', label: 'Parked', query: 'status=parked' },
  { key: 'causes', label: 'By cause', query: 'view=causes' },
  { key: 'redriven', label: 'Redriven', query: 'status=redriven' },
  { key: 'dismissed', label: 'Dismissed', query: 'status=dismissed' },
] as const;

/** True when a group comes after another: the API sorts groups by their last letter, newest first. */
export const groupComesAfter = (group: GroupPlace, other: GroupPlace): boolean => placeOf(group) < placeOf(other);

type GroupPlace = Pick<DeadLetterGroup, 'last_seen_at' | 'fingerprint'>;
const placeOf = ({ last_seen_at, fingerprint }: GroupPlace): string => `${last_seen_at}#${fingerprint}`;

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

/** `one dead letter`, `200 dead letters`. */
export const countedLetters = (count: number): string =>
  count === 1 ? 'one dead letter' : `${formatCount(count)} dead letters`;
