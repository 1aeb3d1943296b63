// A requester's data, wherever they are kept: found by their address, page by page, and replaced by a fixed text.
// What happened stays: ids, classification, case, history, lineage and events hold no data of the requester.
import type { Actor } from '../../contracts/actor.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { comparableAddress } from '../../core/intake/requester-address.ts';
import { erasedText } from '../../core/personal-data/mask-personal-data.ts';
import { documentWorkStore } from '../documents/document-work-store.ts';
import type { HubTable, Item } from '../engine/hub-table.ts';
import { shardNames, tableSchema } from '../engine/keys.ts';
import { atVersion } from '../intake/intake-items.ts';
import type { SubmissionHistoryItem, SubmissionItem } from '../intake/items.ts';
import { submissionCommentKey, submissionHistoryKey, submissionKey } from '../intake/keys.ts';
import { caseCommentKey } from '../operations/keys.ts';
import { correlationPartition, eventListPartition } from '../outbox/keys.ts';
import type { ErasurePosition } from './items.ts';

export interface Found {
  readonly submissionIds: readonly string[];
  /** Where to look next; null when everything has been looked at. */
  readonly next: ErasurePosition | null;
}

export interface EraseMark {
  readonly erasureId: string;
  readonly by: Actor;
  /** ISO 8601. */
  readonly at: string;
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
  const documents = documentWorkStore(table, shards);
  return {
    firstPosition: () => ({ place: 'events', shard: 0, after: firstEvent }),
    find: (email, position, recentEventId) => find(table, shards, comparableAddress(email), position, recentEventId),
    erase: async (submissionId, email, mark) => {
      const erased = await eraseSubmission(table, submissionId, comparableAddress(email), mark);
      if (!erased) return { erased, documents: 0 };
      // From here on the submission takes no comments and no documents any more.
      await eraseTexts(table, submissionCommentKey(submissionId, ''));
      await eraseTexts(table, caseCommentKey(makeId('case', ulidOf(submissionId)), ''));
      return { erased, documents: await documents.markErased(submissionId, mark.at) };
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

const attempts = 5;

/** Decides again when somebody edits the submission meanwhile. @returns whether it is erased by this erasure */
async function eraseSubmission(
  table: HubTable,
  submissionId: string,
  address: string,
  mark: EraseMark,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const item = await table.get<SubmissionItem>(submissionKey(submissionId));
    if (item?.erased_at !== undefined) return item.erasure_id === mark.erasureId;
    if (item === undefined || comparableAddress(item.requester_email) !== address) return false;
    const at = atVersion(item.version ?? 1);
    const outcome = await table.transact([
      {
        Put: {
          Item: { ...erasedItem(item, mark) },
          ConditionExpression: at.expression,
          ExpressionAttributeValues: at.values,
        },
      },
      {
        Put: {
          Item: { ...historyItem(submissionId, item, mark) },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    if (outcome.kind === 'written') return true;
    if (attempt === attempts) throw new Error(`${submissionId} kept changing while it was to be erased`);
  }
}

const personalFields = ['requester_name', 'requester_email', 'request_description'] as const;

function erasedItem(item: SubmissionItem, { erasureId, at }: EraseMark): SubmissionItem {
  return {
    ...item,
    ...Object.fromEntries(personalFields.map((name) => [name, erasedText])),
    ...(item.withdraw_reason === undefined ? {} : { withdraw_reason: erasedText }),
    version: (item.version ?? 1) + 1,
    updated_at: at,
    erased_at: at,
    erasure_id: erasureId,
  };
}

function historyItem(submissionId: string, item: SubmissionItem, { by, at }: EraseMark): SubmissionHistoryItem {
  const version = (item.version ?? 1) + 1;
  return {
    ...submissionHistoryKey(submissionId, version),
    entity: 'submission_history',
    kind: 'erased',
    fields: [...personalFields, ...(item.withdraw_reason === undefined ? [] : ['withdraw_reason'])],
    changed_by: by.name,
    changed_by_id: by.subject,
    changed_at: at,
    version,
    event_id: null,
  };
}

/** Updates under way at a time: a submission may have thousands of comments. */
const textsAtOnce = 20;

/** Replaces the text of all comments of a partition. @param prefix Key that all of them start with */
async function eraseTexts(table: HubTable, prefix: { readonly pk: string; readonly sk: string }): Promise<void> {
  let from: Item | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': prefix.pk, ':prefix': prefix.sk },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const left = page.items.filter((item) => item['text'] !== erasedText);
    for (let first = 0; first < left.length; first += textsAtOnce) {
      await Promise.all(left.slice(first, first + textsAtOnce).map((item) => eraseText(table, item)));
    }
    from = page.lastKey;
  } while (from !== undefined);
}

async function eraseText(table: HubTable, item: Item): Promise<void> {
  await table.update({
    Key: { pk: item['pk'], sk: item['sk'] },
    UpdateExpression: 'SET #text = :text',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#text': 'text' },
    ExpressionAttributeValues: { ':text': erasedText },
  });
}
