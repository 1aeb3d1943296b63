// What is owed to documents: versions to verify, bytes to remove, names to erase; and how far the walk over the stored
// objects has come. Everything here may be done twice.

import { settleEach } from '../../async/settle-each.ts';
import type { DocumentStatus } from '../../contracts/document.ts';
import { erasedFileName } from '../../core/documents/document-names.ts';
import type { HubTable, Write } from '../engine/hub-table.ts';
import { type Key, shardNames, tableSchema } from '../engine/keys.ts';
import { documentIdOf, workEntry } from './document-items.ts';
import type { DocumentRef } from './document-store.ts';
import type { DocumentItem, DocumentVersionItem } from './items.ts';
import {
  documentKey,
  documentPartition,
  documentsOfPartition,
  documentVersionKey,
  documentWalkKey,
  documentWorkPartition,
} from './keys.ts';

export type OwedWork =
  | ({ readonly kind: 'verify' } & DocumentRef)
  /** Its bytes, of all versions. */
  | { readonly kind: 'remove'; readonly documentId: string };

/** How far the walk over the verified objects has come. */
export interface Walk {
  /** Key of the last object that was looked at; undefined at the start of a round. */
  readonly after: string | undefined;
  /** When the last whole round ended; undefined before the first. */
  readonly roundEndedAt: string | undefined;
}

export interface DocumentWorkStore {
  /** Work that is owed since before an instant, a page at a time, the oldest of each shard first. */
  owedBefore(at: string): AsyncIterable<readonly OwedWork[]>;
  /** Takes a version of a deleted document off the books. */
  dropVersion(ref: DocumentRef): Promise<void>;
  /**
   * Takes a deleted document off the books, once its bytes are removed.
   * @param forGood Whether older versions are gone, too. One that was erased meanwhile stays on the books until they are.
   */
  bytesRemoved(documentId: string, forGood: boolean): Promise<void>;
  /** How many versions a deleted document has, and whether their bytes are to go for good. */
  removal(documentId: string): Promise<{ readonly versions: number; readonly forGood: boolean }>;
  /** Status of versions in the order of `refs`; of a deleted document all are deleted. Undefined where there is none. */
  statuses(refs: readonly DocumentRef[]): Promise<readonly (DocumentStatus | undefined)[]>;
  /**
   * Erases every document of a submission: names and reasons go at once, the bytes with the next sweep. The submission has
   * to be erased before, so that it takes no more documents. Doing it again finds them erased.
   * @returns number of documents that are erased now
   */
  markErased(submissionId: string, at: string): Promise<number>;
  walk(): Promise<Walk>;
  keepWalk(walk: Walk): Promise<void>;
}

/** @param shards Number of pending shards, at least 1. */
export function documentWorkStore(table: HubTable, shards: number): DocumentWorkStore {
  return {
    owedBefore: (at) => owedBefore(table, shards, at),
    dropVersion: ({ documentId, version }) => settleWork(table, documentVersionKey(documentId, version)),
    bytesRemoved: (documentId, forGood) =>
      settleWork(table, documentKey(documentId), forGood ? '' : ' AND attribute_not_exists(erased)'),
    removal: async (documentId) => {
      const item = await table.get<DocumentItem>(documentKey(documentId));
      return { versions: item?.version ?? 0, forGood: item?.erased === true };
    },
    statuses: (refs) => statuses(table, refs),
    markErased: (submissionId, at) => markErased(table, shards, submissionId, at),
    walk: async () => {
      const item = await table.get<{ after?: string; round_ended_at?: string }>(documentWalkKey);
      return { after: item?.after, roundEndedAt: item?.round_ended_at };
    },
    keepWalk: async ({ after, roundEndedAt }) => {
      await table.put({ ...documentWalkKey, entity: 'document_walk', after, round_ended_at: roundEndedAt });
    },
  };
}

const pageSize = 100;

async function* owedBefore(table: HubTable, shards: number, at: string): AsyncGenerator<readonly OwedWork[]> {
  const { pendingIndex } = tableSchema;
  for (const shard of shardNames(shards)) {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await table.query({
        IndexName: pendingIndex.name,
        KeyConditionExpression: `${pendingIndex.partitionKey} = :partition AND ${pendingIndex.sortKey} < :at`,
        ExpressionAttributeValues: { ':partition': documentWorkPartition(shard), ':at': at },
        Limit: pageSize,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      });
      yield page.items.map((item) => workOf({ pk: String(item['pk']), sk: String(item['sk']) }));
      from = page.lastKey;
    } while (from !== undefined);
  }
}

function workOf(key: Key): OwedWork {
  const documentId = documentIdOf(key);
  const [what, version] = key.sk.split('#');
  return what === 'VERSION' ? { kind: 'verify', documentId, version: Number(version) } : { kind: 'remove', documentId };
}

/** @param unless More that has to hold, or nothing is settled */
async function settleWork(table: HubTable, key: Key, unless = ''): Promise<void> {
  await table.transact([
    {
      Update: {
        Key: key,
        UpdateExpression: 'REMOVE pending_pk, pending_sk',
        ConditionExpression: `attribute_exists(pk)${unless}`,
      },
    },
  ]);
}

async function statuses(
  table: HubTable,
  refs: readonly DocumentRef[],
): Promise<readonly (DocumentStatus | undefined)[]> {
  const found: (DocumentStatus | undefined)[] = [];
  // Two items a version, 100 items a call.
  for (let first = 0; first < refs.length; first += 50) {
    const part = refs.slice(first, first + 50);
    const documentIds = [...new Set(part.map(({ documentId }) => documentId))];
    const keys = [
      ...documentIds.map(documentKey),
      ...part.map(({ documentId, version }) => documentVersionKey(documentId, version)),
    ];
    const items = await table.batchGet<DocumentItem | DocumentVersionItem>(keys);
    const deleted = new Set(
      documentIds.filter((_, index) => items[index]?.status === 'deleted' || items[index] === undefined),
    );
    for (const [index, { documentId }] of part.entries()) {
      const status = items[documentIds.length + index]?.status;
      found.push(status !== undefined && deleted.has(documentId) ? 'deleted' : status);
    }
  }
  return found;
}

async function markErased(table: HubTable, shards: number, submissionId: string, at: string): Promise<number> {
  let erased = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': documentsOfPartition(submissionId) },
      ConsistentRead: true,
      Limit: documentsAtOnce,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const ids = page.items.map((item) => String(item['sk']));
    const documents = ids.length === 0 ? [] : await table.batchGet<DocumentItem>(ids.map(documentKey));
    // What an earlier call has erased is only counted, so that the next one gets further.
    const open = ids.filter((_, index) => documents[index]?.erased !== true);
    const ended = await settleEach(open, erasuresAtOnce, (id) => eraseOne(table, shards, id, at));
    erased += ids.length - open.length;
    for (const end of ended) {
      if (end.status === 'rejected') throw end.reason;
      erased += end.value;
    }
    from = page.lastKey;
  } while (from !== undefined);
  return erased;
}

/** One BatchGetItem. */
const documentsAtOnce = 100;
const erasuresAtOnce = 10;
const attempts = 5;

/** Somebody may add a version meanwhile; then it is read again. */
async function eraseOne(table: HubTable, shards: number, documentId: string, at: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': documentPartition(documentId) },
      ConsistentRead: true,
    });
    const document = items.find((item) => item['entity'] === 'document') as DocumentItem | undefined;
    if (document === undefined) return 0;
    if (document.erased === true) return 1;
    const versions = items.filter((item) => item['entity'] === 'document_version') as unknown as DocumentVersionItem[];
    const writes = [erasure(document, documentId, at, shards), ...versions.map(namelessVersion)];
    if ((await table.transact(writes)).kind === 'written') return 1;
    if (attempt === attempts) throw new Error(`${documentId} kept changing while it was to be erased`);
  }
}

const erasureReason = 'the requester’s data were erased';

function erasure(document: DocumentItem, documentId: string, at: string, shards: number): Write {
  const { pending_pk, pending_sk } = workEntry(documentId, at, shards);
  return {
    Update: {
      Key: documentKey(documentId),
      UpdateExpression:
        'SET #status = :deleted, file_name = :name, erased = :true, deleted_at = :at, deleted_by = :by, delete_reason = :reason, pending_pk = :pk, pending_sk = :sk',
      ConditionExpression: '#version = :version AND attribute_not_exists(erased)',
      ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
      ExpressionAttributeValues: {
        ':deleted': 'deleted',
        ':name': erasedFileName(document.file_name),
        ':true': true,
        ':at': document.deleted_at ?? at,
        ':by': document.deleted_by ?? 'erasure',
        // The reason of an earlier deletion is free text, which may name the requester.
        ':reason': erasureReason,
        ':pk': pending_pk,
        ':sk': pending_sk,
        ':version': document.version,
      },
    },
  };
}

function namelessVersion(item: DocumentVersionItem): Write {
  return {
    Update: {
      Key: { pk: item.pk, sk: item.sk },
      UpdateExpression: 'SET file_name = :name',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':name': erasedFileName(item.file_name) },
    },
  };
}
