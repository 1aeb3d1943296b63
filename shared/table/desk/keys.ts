// Keys of desk items: what waits for an operator's decision.
import type { Key } from '../engine/keys.ts';

export const deadLetterKey = (deadLetterId: string): Key => ({
  pk: `INTEG#DESK#DEADLETTERS#ITEM#${deadLetterId}`,
  sk: 'DEADLETTER',
});
export const deadLetterListPartition = (shard: string): string => `INTEG#DESK#DEADLETTERS#PARKED#${shard}`;
/** Dead letters that an operator has decided about: apart, so that counting what waits reads nothing else. */
export const decidedLetterListPartition = (status: 'redriven' | 'dismissed', shard: string): string =>
  `INTEG#DESK#DEADLETTERS#${status.toUpperCase()}#${shard}`;
