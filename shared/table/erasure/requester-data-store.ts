// Finds a requester's submissions by address, page by page, and replaces the personal data in all boundaries by a fixed
// text. Ids, classification, case, history, lineage and events stay, because they hold no personal data.
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
  /** Next position of the walk; null at the end. */
  readonly next: ErasurePosition | null;
}

export interface Erased {
  /** True when the submission was of this requester and this erasure erased it. */
  readonly erased: boolean;
  readonly documents: number;
}

export interface RequesterDataStore {
  firstPosition(): ErasurePosition;
  /**
   * One bounded page of submissions of the address.
   * @param recentEventId Events from this id on are walked again, until a walk finds no submission among them.
   */
  find(email: string, position: ErasurePosition, recentEventId: string): Promise<Found>;
  /** Erases one submission with its comments, its case's comments and its documents. It is idempotent. */
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
      // From here on the submission accepts no comments and no documents.
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
 * Each submission has an event from its acceptance on, before the read model shows it; an edit or a reopening adds one.
 * Events that arrive during the walk are among the newest.
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

/** Continues in the same shard, then from the start of the next one, then over the newest events. */
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
