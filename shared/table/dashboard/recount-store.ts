// The mark of a recount, which only one can have, and the corrections that are good only while it has it.
import type { Counts } from '../../core/dashboard/projections.ts';
import { hoursIn, totalsIn } from '../../core/dashboard/row-counts.ts';
import { additionUpdate } from '../engine/addition.ts';
import { type HubTable, isNamed, type Write } from '../engine/hub-table.ts';
import { correctionKey, recountMarkKey } from './keys.ts';
import { hourAdditions } from './open-batch-store.ts';

export interface RecountStore {
  /** Takes the mark; undefined while another recount has it. A recount that crashed has it until it expires. */
  take(): Promise<HeldRecount | undefined>;
}

export interface HeldRecount {
  /** Adds to the counts. @returns false when the mark was lost: the holder of the mark adds the rest */
  correct(counts: Counts): Promise<boolean>;
  /** Lets the next recount begin at once. */
  release(): Promise<void>;
}

/** Longer than the timeout of any function that recounts, so that a recount at work never loses the mark. */
export const recountLeaseMs = 6 * 60_000;

/** Writes of one transaction, of which one checks the mark. */
const mostWrites = 100;

export function recountStore(table: HubTable, now: () => Date, newId: () => string): RecountStore {
  return {
    take: async () => {
      const holder = newId();
      if (!(await taken(table, holder, now()))) return undefined;
      return {
        correct: (counts) => correct(table, holder, counts),
        release: () => release(table, holder),
      };
    },
  };
}

async function taken(table: HubTable, holder: string, at: Date): Promise<boolean> {
  try {
    await table.update({
      Key: recountMarkKey,
      UpdateExpression: 'SET entity = :entity, held_by = :holder, held_until = :until',
      // The last part: the SDK sends a call again whose answer was lost.
      ConditionExpression: 'attribute_not_exists(held_by) OR held_until < :now OR held_by = :holder',
      ExpressionAttributeValues: {
        ':entity': 'recount',
        ':holder': holder,
        ':now': at.toISOString(),
        ':until': new Date(at.getTime() + recountLeaseMs).toISOString(),
      },
    });
    return true;
  } catch (error) {
    // A conflict: the one that has the mark is correcting right now.
    if (isNamed(error, 'ConditionalCheckFailedException') || isNamed(error, 'TransactionConflictException')) {
      return false;
    }
    throw error;
  }
}

/** Transactions, because a process may be halted for minutes between a look at the mark and an addition. */
async function correct(table: HubTable, holder: string, counts: Counts): Promise<boolean> {
  const stillHeld: Write = {
    ConditionCheck: {
      Key: recountMarkKey,
      ConditionExpression: 'held_by = :holder',
      ExpressionAttributeValues: { ':holder': holder },
    },
  };
  const totals = totalsIn(counts);
  const additions = [
    ...(Object.keys(totals).length > 0 ? [{ key: correctionKey, entity: 'counter', amounts: totals }] : []),
    ...hourAdditions(hoursIn(counts)),
  ].map((addition): Write => ({ Update: additionUpdate(addition) }));
  for (let first = 0; first < additions.length; first += mostWrites - 1) {
    const outcome = await table.transact([stillHeld, ...additions.slice(first, first + mostWrites - 1)]);
    if (outcome.kind === 'condition-failed') return false;
  }
  return true;
}

async function release(table: HubTable, holder: string): Promise<void> {
  try {
    await table.update({
      Key: recountMarkKey,
      UpdateExpression: 'REMOVE held_by, held_until',
      ConditionExpression: 'held_by = :holder',
      ExpressionAttributeValues: { ':holder': holder },
    });
  } catch (error) {
    // It has expired and is another's, or this call was sent twice.
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  }
}
