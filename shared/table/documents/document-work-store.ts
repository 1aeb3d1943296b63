// Pending work on documents: versions to verify, bytes to remove, and the position of the walk over the stored objects.
// All operations are idempotent.

import type { DocumentStatus } from '../../contracts/document.ts';
import type { HubTable } from '../engine/hub-table.ts';
import { type Key, shardNames, tableSchema } from '../engine/keys.ts';
import { documentIdOf } from './document-items.ts';
import type { DocumentRef } from './document-store.ts';
import type { DocumentItem, DocumentVersionItem } from './items.ts';
import { documentKey, documentVersionKey, documentWalkKey, documentWorkPartition } from './keys.ts';

export type OwedWork =
  | ({ readonly kind: 'verify' } & DocumentRef)
  /** Remove the bytes of all versions. */
  | { readonly kind: 'remove'; readonly documentId: string };

/** Position of the walk over the verified objects. */
export interface Walk {
  /** Key of the last examined object; undefined at the start of a round. */
  readonly after: string | undefined;
  /** End of the last complete round; undefined before the first. */
  readonly roundEndedAt: string | undefined;
}

export interface DocumentWorkStore {
  /** Work that is pending since before an instant, in pages, the oldest of each shard first. */
  owedBefore(at: string): AsyncIterable<readonly OwedWork[]>;
  /** Settles the verification of a version of a deleted document. */
  dropVersion(ref: DocumentRef): Promise<void>;
  /**
   * Settles the removal of a deleted document's bytes.
   * @param forGood True when older object versions are removed too. An erased document stays pending until they are.
   */
  bytesRemoved(documentId: string, forGood: boolean): Promise<void>;
  /** Number of versions of a deleted document, and true when older object versions have to be removed too. */
  removal(documentId: string): Promise<{ readonly versions: number; readonly forGood: boolean }>;
  /** Status of versions in the order of `refs`; all versions of a deleted document are deleted. Undefined for none. */
  statuses(refs: readonly DocumentRef[]): Promise<readonly (DocumentStatus | undefined)[]>;
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

/** @param unless Further condition of the update */
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
  // Two items per version, 100 items per call.
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
