// Keys of the dashboard boundary: read models and counters.
import { type Key, shardNames, shardOf } from '../engine/keys.ts';

/**
 * Rows are items of the table, of which no partition key may take more than 0.2 % of the writes; an index entry may take 1 %.
 * So a stage with many shards has four partitions of rows for each; in a small one a shard is a partition.
 */
const recordShards = (shards: number): number => (shards < 16 ? shards : 4 * shards);
const recordPartition = (shard: string): string => `VIEW#RECORD#${shard}`;
/** Partitions of read-model rows; inside of one they sort by the time the submission was accepted. */
export const recordPartitions = (shards: number): readonly string[] =>
  shardNames(recordShards(shards)).map(recordPartition);
export const recordKey = (submissionId: string, shards: number): Key => ({
  pk: recordPartition(shardOf(submissionId, recordShards(shards))),
  sk: submissionId,
});

/** Counters take one write a batch, so sixteen shards are enough at any size, and all of them are read in one call. */
const mostCounterShards = 16;
export const counterShards = (shards: number): number => Math.min(shards, mostCounterShards);
export const counterKey = (shard: string): Key => ({ pk: `VIEW#COUNTER#${shard}`, sk: 'TOTALS' });
/** Corrections by recounts: apart from all shards, so that no batch ever meets a correction's transaction. */
export const correctionKey: Key = counterKey('RECOUNT');
/** All that counts are summed from, apart from hours that are over. */
export const counterKeys = (shards: number): readonly Key[] => [
  ...shardNames(counterShards(shards)).map(counterKey),
  correctionKey,
];

/** Activity of hours that are over. Each counter adds to it once an hour, so one partition is enough. */
export const hoursPartition = 'VIEW#COUNTER#HOURS';
export const hourSortKey = (hour: string): string => `HOUR#${hour}`;
/** @param hour Its first instant as far as the hour: `2026-01-31T08`. */
export const hourKey = (hour: string): Key => ({ pk: hoursPartition, sk: hourSortKey(hour) });

/** Which recount is at work. */
export const recountMarkKey: Key = { pk: correctionKey.pk, sk: 'MARK' };
