// Keys of desk items, which wait for an operator's decision.
import type { OpenEntry } from '../../core/desk/groups.ts';
import { type Key, shardNames, shardOf } from '../engine/keys.ts';

const itemPrefix = (desk: string): string => `INTEG#DESK#${desk}#ITEM#`;
export const deskItemKey = (desk: string, id: string): Key => ({ pk: `${itemPrefix(desk)}${id}`, sk: 'ITEM' });
export const deskItemId = (desk: string, { pk }: Pick<Key, 'pk'>): string => pk.slice(itemPrefix(desk).length);

/** Parked items are few, and each read of the overview counts them: few shards, independent of other lists. */
const shards = 4;

/** The items of one status: decided items lie apart, so that a count of open items reads nothing else. */
const listPartition = (desk: string, status: string, shard: string): string =>
  `INTEG#DESK#${desk}#${status.toUpperCase()}#${shard}`;
export const deskListPartition = (desk: string, status: string, id: string): string =>
  listPartition(desk, status, shardOf(id, shards));
export const deskListPartitions = (desk: string, status: string): readonly string[] =>
  shardNames(shards).map((shard) => listPartition(desk, status, shard));

/** Sorts by id, and carries the fingerprint by which groups are counted: the index holds keys only. */
export const deskListSortKey = ({ id, fingerprint, openedAt }: OpenEntry): string => `${id}#${fingerprint}#${openedAt}`;
export function deskListEntry(sortKey: string): OpenEntry {
  const [id = '', fingerprint = '', openedAt = ''] = sortKey.split('#');
  return { id, fingerprint, openedAt };
}

/** Decisions about the items of one group, by time. */
export const deskNotePartition = (desk: string, fingerprint: string): string =>
  `INTEG#DESK#${desk}#NOTE#${fingerprint}`;
export const deskNoteKey = (desk: string, fingerprint: string, at: string, entryId: string): Key => ({
  pk: deskNotePartition(desk, fingerprint),
  sk: `${at}#${entryId}`,
});
