// Keys of the audit: what operators did, in one partition by day and shard.
import { type Key, shardOf } from '../engine/keys.ts';

/** Operators act rarely; a bulk decision puts some hundred entries in a second, of 1,000 that one partition takes. */
const shards = 4;

/** The id begins with its time, so that the entries of a partition are in time order. */
export const auditKey = (entryId: string, at: string): Key => ({
  pk: `AUDIT#${at.slice(0, 'YYYY-MM-DD'.length)}#${shardOf(entryId, shards)}`,
  sk: entryId,
});
