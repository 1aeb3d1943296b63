// A requester's data, wherever they are kept: found by their address, page by page, and replaced by a fixed text.
// What happened stays: ids, classification, case, history, lineage and events hold no data of the requester.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { comparableAddress } from '../../core/intake/requester-address.ts';
import { documentEraser } from '../documents/eraser.ts';
import type { EraseMark } from '../engine/eraser.ts';
import type { HubTable } from '../engine/hub-table.ts';
import { shardNames, tableSchema } from '../engine/keys.ts';
import { eraseSubmission, submissionCommentEraser } from '../intake/eraser.ts';
import type { SubmissionItem } from '../intake/items.ts';
import { submissionKey } from '../intake/keys.ts';
import { caseCommentEraser } from '../operations/eraser.ts';
import { correlationPartition, eventListPartition } from '../outbox/keys.ts';
import type { ErasurePosition } from './items.ts';

export interface Found {
  readonly submissionIds: readonly string[];
  /** Where to look next; null when everything has been looked at. */
  readonly next: ErasurePosition | null;
}

export interface Erased {
  /** Whether the submission was this requester's and is erased now, by this very erasure. */
  readonly erased: boolean;
  readonly documents: number;
}

export interface RequesterDataStore {
  firstPosition(): ErasurePosition;
  /**
   * One bounded page of submissions of the address.
   * @param recentEventId Events from this id on are looked at once more, until nothing is found among them.
   */
  find(email: string, position: ErasurePosition, recentEventId: string): Promise<Found>;
  /** Erases one submission with its comments, its case's comments and its documents. May be done again at any point. */
  erase(submissionId: string, email: string, mark: EraseMark): Promise<Erased>;
}

/** @param shards Number of shards of the read model and of the lists, at least 1. */
export function requesterDataStore(table: HubTable, shards: number): RequesterDataStore {
  const erasers = [submissionCommentEraser(table), caseCommentEraser(table), documentEraser(table, shards)];
  return {
    firstPosition: () => ({ place: 'events', shard: 0, after: firstEvent }),
    find: (email, position, recentEventId) => find(table, shards, comparableAddress(email), position, recentEventId),
    erase: async (submissionId, email, mark) => {
      const erased = await eraseSubmission(table, submissionId, comparableAddress(email), mark);
      if (!erased) return { erased, documents: 0 };
      // From here on the submission takes no comments and no documents any more.
      let documents = 0;
      for (const erase of erasers) documents += await erase(submissionId, mark);
      return { erased, documents };
    },
  };
}

const firstEvent = 'EVT-';
/** One BatchGetItem. */
const eventsPerPage = 100;

/**
 * Every submission has an event from the moment it exists, whatever the read model shows; an edit or a reopening makes
 * another. What comes while the walk is under way is among the newest.
 */
async function find(
  table: HubTable,
  shards: number,
  address: string,
  position: ErasurePosition,
  recentEventId: string,
): Promise<Found> {
  const { listIndex } = tableSchema;
  const partition = eventListPartition(shardNames(shards)[position.shard] ?? '');
  const { items, lastKey } = await table.query({
    IndexName: listIndex.name,
    KeyConditionExpression: `${listIndex.partitionKey} = :partition AND ${listIndex.sortKey} > :after`,
    ExpressionAttributeValues: { ':partition': partition, ':after': position.after },
    Limit: eventsPerPage,
  });
  const ids = new Set(items.map((item) => submissionIdOf(String(item['pk']))));
  const submissions = await table.batchGet<SubmissionItem>([...ids].map(submissionKey));
  const submissionIds = [...ids].filter((_, index) => isOf(address, submissions[index]));
  const found = { ...position, again: position.again === true || submissionIds.length > 0 };
  return { submissionIds, next: nextPosition(found, lastKey?.[listIndex.sortKey], shards, recentEventId) };
}

const submissionIdOf = (eventPartition: string): string =>
  makeId('submission', ulidOf(eventPartition.slice(correlationPartition('').length)));

const isOf = (address: string, holder: unknown): boolean =>
  comparableAddress(String((holder as { requester_email?: unknown } | undefined)?.requester_email ?? '')) === address;

/** On in the same shard while there is more in it, then from the start of the next one; then through the newest. */
function nextPosition(
  { place, shard, again }: ErasurePosition,
  lastSortKey: unknown,
  shards: number,
  recentEventId: string,
): ErasurePosition | null {
  if (lastSortKey !== undefined) return { place, shard, after: String(lastSortKey), again };
  const start = place === 'events' ? firstEvent : recentEventId;
  if (shard + 1 < shards) return { place, shard: shard + 1, after: start, again };
  return place === 'events' || again === true ? { place: 'newest', shard: 0, after: recentEventId } : null;
}
