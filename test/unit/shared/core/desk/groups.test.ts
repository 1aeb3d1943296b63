// Groups of open items: counts, first and last seen, and the order of the list.
import { describe, expect, it } from 'vitest';
import { groupsOf, positionOf } from '../../../../../shared/core/desk/groups.ts';

const entry = (id: string, fingerprint: string, minute: number) => ({
  id,
  fingerprint,
  openedAt: `2026-01-31T08:0${minute}:00.000Z`,
});

describe('groups of open items', () => {
  it('are none without items', () => {
    expect(groupsOf([])).toEqual([]);
  });

  it.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 3, 1]]])('count and span their items in the order %j', (minutes) => {
    expect(groupsOf(minutes.map((minute) => entry(`DL-${minute}`, 'aa', minute)))).toEqual([
      {
        fingerprint: 'aa',
        count: 3,
        firstSeenAt: '2026-01-31T08:01:00.000Z',
        lastSeenAt: '2026-01-31T08:03:00.000Z',
        newestId: 'DL-3',
      },
    ]);
  });

  it('are sorted by their last item, and by fingerprint when two came in one instant', () => {
    const groups = groupsOf([entry('DL-1', 'aa', 1), entry('DL-2', 'cc', 2), entry('DL-3', 'bb', 2)]);

    expect(groups.map(({ fingerprint }) => fingerprint)).toEqual(['cc', 'bb', 'aa']);
    expect(groups.map(positionOf)).toEqual([...groups.map(positionOf)].sort().reverse());
  });
});
