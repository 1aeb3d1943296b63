// Erases a requester's data in the document boundary: names and reasons at once, bytes with the next sweep. The
// declaration and the status of each document stay.
import { runBounded } from '../../async/run-bounded.ts';
import { erasedFileName } from '../../core/documents/document-names.ts';
import type { Eraser, PersonalData } from '../engine/eraser.ts';
import type { HubTable, Write } from '../engine/hub-table.ts';
import { workEntry } from './document-items.ts';
import type { DocumentItem, DocumentOfItem, DocumentVersionItem } from './items.ts';
import { documentKey, documentPartition, documentsOfPartition } from './keys.ts';

export const documentPersonalData: PersonalData<
  DocumentItem | DocumentVersionItem | DocumentOfItem | { readonly entity: 'document_walk' }
> = {
  document: { erased: ['file_name', 'delete_reason'] },
  document_version: { erased: ['file_name'] },
  document_of: 'none',
  document_walk: 'none',
};

/**
 * Erases all documents of a submission. The submission is already erased and accepts no further ones.
 * @param shards Number of pending shards, at least 1.
 */
export const documentEraser =
  (table: HubTable, shards: number): Eraser =>
  (submissionId, { at }) =>
    markErased(table, shards, submissionId, at);

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
    // Documents that an earlier call erased are only counted, so that each call gets further.
    const open = ids.filter((_, index) => documents[index]?.erased !== true);
    const ended = await runBounded(open, erasuresAtOnce, (id) => eraseOne(table, shards, id, at));
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

/** Reads the document again when another call adds a version meanwhile. */
async function eraseOne(table: HubTable, shards: number, documentId: string, at: string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { items } = await table.query<DocumentItem | DocumentVersionItem>({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': documentPartition(documentId) },
      ConsistentRead: true,
    });
    const document = items.find((item) => item.entity === 'document');
    if (document === undefined) return 0;
    if (document.erased === true) return 1;
    const versions = items.filter((item) => item.entity === 'document_version');
    const writes = [erasure(document, documentId, at, shards), ...versions.map(namelessVersion)];
    if ((await table.transact(writes)).kind === 'written') return 1;
    if (attempt === attempts) throw new Error(`${documentId} changed during each attempt to erase it`);
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
