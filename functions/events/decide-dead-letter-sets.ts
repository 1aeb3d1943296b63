// Decisions about several dead letters: those that are named, or those that are parked with one cause or with any. Each
// letter has its own outcome, and one call decides about a bounded number of them.
import type { BulkOutcome } from '../../shared/contracts/bulk.ts';
import type { DeadLetterSetBody, DeadLetterSetResult } from '../../shared/contracts/dead-letter.ts';
import { eachOutcome } from '../../shared/core/bulk/bulk-outcomes.ts';
import { maxRedrives } from '../../shared/core/desk/dead-letter-decisions.ts';
import { listName } from '../../shared/core/lists/paging.ts';
import type { DeadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import {
  type DecideDeadLetterDeps,
  type DecisionMaker,
  dismissDeadLetter,
  makeOwedAgain,
} from './redrive-or-dismiss.ts';
import { sendAgain } from './relay-events.ts';

export interface DecideDeadLetterSetDeps extends DecideDeadLetterDeps {
  readonly deadLetters: DecideDeadLetterDeps['deadLetters'] & Pick<DeadLetterStore, 'parkedEntries'>;
  readonly cursors: Cursors;
}

/** Either of the two. */
export type DeadLetterSet = Pick<DeadLetterSetBody, 'dead_letter_ids' | 'filter'>;
export type DecideDeadLetterSet = DecisionMaker & { readonly set: DeadLetterSet };

/** Events of the letters that were redriven are sent together at the end. */
export async function redriveDeadLetters(
  { set, ...maker }: DecideDeadLetterSet,
  deps: DecideDeadLetterSetDeps,
): Promise<DeadLetterSetResult> {
  const events: EventItem[] = [];
  const result = await decideEach(set, deps, async (deadLetterId) => {
    const { letter, event } = await makeOwedAgain({ ...maker, deadLetterId }, deps);
    events.push(event);
    return `its event is on its way again, redrive ${letter.redrives} of ${maxRedrives}`;
  });
  await sendAgain(events, deps);
  return result;
}

export function dismissDeadLetters(
  { set, ...maker }: DecideDeadLetterSet,
  deps: DecideDeadLetterSetDeps,
): Promise<DeadLetterSetResult> {
  return decideEach(set, deps, async (deadLetterId) => {
    await dismissDeadLetter({ ...maker, deadLetterId }, deps);
    return 'it was dismissed';
  });
}

const parallelLetters = 10;

async function decideEach(
  set: DeadLetterSet,
  deps: DecideDeadLetterSetDeps,
  decide: (deadLetterId: string) => Promise<string>,
): Promise<DeadLetterSetResult> {
  const { ids, remaining, next } = await chosen(set, deps);
  const act = async (id: string): Promise<BulkOutcome> => ({
    id,
    outcome: 'done',
    code: null,
    detail: await decide(id),
    version: null,
  });
  return { ...(await eachOutcome({ ids, atOnce: parallelLetters, act })), remaining, next };
}

interface Chosen extends Pick<DeadLetterSetResult, 'remaining' | 'next'> {
  readonly ids: readonly string[];
}

/** As many as a client may name in one call. */
const mostLetters = 100;

/** Newest first. Letters that are parked while a client goes through a set are newer than its cursor and stay out of it. */
async function chosen(set: DeadLetterSet, { deadLetters, cursors }: DecideDeadLetterSetDeps): Promise<Chosen> {
  if (set.filter === undefined) return { ids: [...new Set(set.dead_letter_ids ?? [])], remaining: 0, next: null };
  const { cursor, ...filter } = set.filter;
  const list = listName('dead-letter-set', filter);
  const after = cursor === undefined ? undefined : await cursors.decode(list, cursor, '/filter/cursor');
  const matching = (await deadLetters.parkedEntries())
    .filter(
      ({ id, fingerprint }) =>
        (filter.fingerprint ?? fingerprint) === fingerprint && (after === undefined || id < after),
    )
    .map(({ id }) => id)
    .sort((a, b) => (a < b ? 1 : -1));
  const ids = matching.slice(0, mostLetters);
  const last = ids.at(-1);
  const remaining = matching.length - ids.length;
  return { ids, remaining, next: last === undefined || remaining === 0 ? null : await cursors.encode(list, last) };
}
