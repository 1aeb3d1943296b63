// Lists parked letters by cause: one group a fingerprint, with its count, its last letter and its last decision.
import type { Reader } from '../../shared/auth/reader.ts';
import type { DeadLetterGroup } from '../../shared/contracts/dead-letter.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { type DeskGroup, groupsOf, positionOf } from '../../shared/core/desk/groups.ts';
import { readPage } from '../../shared/core/lists/paging.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import type { DeadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';

export interface ListDeadLetterGroupsDeps {
  readonly deadLetters: Pick<DeadLetterStore, 'parkedEntries' | 'getMany' | 'lastNotes'>;
  readonly cursors: Cursors;
}

/** Groups by the time of their last letter, newest first. */
export function listDeadLetterGroups(
  query: PageQuery,
  reader: Reader,
  deps: ListDeadLetterGroupsDeps,
): Promise<Page<DeadLetterGroup>> {
  return readPage('dead-letter-groups', query, deps.cursors, async (limit, after) => {
    const groups = groupsOf(await deps.deadLetters.parkedEntries());
    const behind = after === undefined ? groups : groups.filter((group) => positionOf(group) < after);
    const page = behind.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await shownGroups(page, reader, deps),
      next: last === undefined || behind.length === page.length ? undefined : positionOf(last),
    };
  });
}

async function shownGroups(
  groups: readonly DeskGroup[],
  reader: Reader,
  { deadLetters }: ListDeadLetterGroupsDeps,
): Promise<readonly DeadLetterGroup[]> {
  const [samples, notes] = await Promise.all([
    deadLetters.getMany(groups.map(({ newestId }) => newestId)),
    deadLetters.lastNotes(groups.map(({ fingerprint }) => fingerprint)),
  ]);
  return groups.flatMap(({ fingerprint, count, firstSeenAt, lastSeenAt }, index) => {
    const [sample, note] = [samples[index], notes[index]];
    if (sample === undefined) return [];
    return {
      fingerprint,
      count,
      first_seen_at: firstSeenAt,
      last_seen_at: lastSeenAt,
      event_type: sample.event_type,
      cause: sample.cause,
      sample_id: sample.dead_letter_id,
      last_decision: note === undefined ? null : { ...note, reason: reader.unmasked ? note.reason : withheldText },
    };
  });
}
