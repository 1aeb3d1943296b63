// Keys of the dashboard boundary: read models and counters.
import { type Key, shardName, shardOf } from '../engine/keys.ts';

/** Read model rows, spread over shards; inside a shard they sort by the time the submission was accepted. */
export const recordPartition = (shard: string): string => `VIEW#RECORD#${shard}`;
export const recordKey = (submissionId: string, shards: number): Key => ({
  pk: recordPartition(shardOf(submissionId, shards)),
  sk: submissionId,
});
export const counterKey = (shard: string): Key => ({ pk: `VIEW#COUNTER#${shard}`, sk: 'TOTALS' });

/** Hours are added to once a batch, so four shards are enough at any size, and a year of hours stays quick to sum. */
const activityShards = 4;

export const activitySortKey = (hour: string): string => `HOUR#${hour}`;
/** @param hour Its first instant as far as the hour: `2026-01-31T08`. */
export const activityKey = (hour: string, spreadBy: string): Key => ({
  pk: counterKey(shardOf(spreadBy, activityShards)).pk,
  sk: activitySortKey(hour),
});
/** Corrections by recounts: apart from all shards, so that no addition ever meets a correction's transaction. */
export const correctionKey: Key = counterKey('RECOUNT');
export const correctionHourKey = (hour: string): Key => ({ pk: correctionKey.pk, sk: activitySortKey(hour) });
/** Which recount is at work. */
export const recountMarkKey: Key = { pk: correctionKey.pk, sk: 'MARK' };

/** All that hours are summed from. */
export const activityPartitions: readonly string[] = [
  ...Array.from({ length: activityShards }, (_, index) => counterKey(shardName(index)).pk),
  correctionKey.pk,
];
