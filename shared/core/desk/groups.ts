// Groups open items by fingerprint: how many wait, and since when.

export interface OpenEntry {
  readonly id: string;
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly openedAt: string;
}

export interface DeskGroup {
  readonly fingerprint: string;
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Id of the item that was opened last. */
  readonly newestId: string;
}

/** Groups by the time of their last item, newest first. */
export function groupsOf(entries: readonly OpenEntry[]): readonly DeskGroup[] {
  const oldestFirst = [...entries].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const groups = new Map<string, DeskGroup>();
  for (const { id, fingerprint, openedAt } of oldestFirst) {
    const { count = 0, firstSeenAt = openedAt } = groups.get(fingerprint) ?? {};
    groups.set(fingerprint, { fingerprint, count: count + 1, firstSeenAt, lastSeenAt: openedAt, newestId: id });
  }
  return [...groups.values()].sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
}

const placeOf = ({ openedAt, id }: OpenEntry): string => `${openedAt}#${id}`;

/** Position of a group in the list, which is descending and has no two groups at one position. */
export const positionOf = ({ lastSeenAt, fingerprint }: DeskGroup): string => `${lastSeenAt}#${fingerprint}`;
