// Composes what the document functions depend on: stores, the bucket, the detector of file types and the scan.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { detectFileType } from '../../shared/adapters/file-kind.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { objectClient } from '../../shared/adapters/object-client.ts';
import { type ObjectStore, objectStore } from '../../shared/adapters/object-store.ts';
import { scanForTestFile } from '../../shared/adapters/scan-document.ts';
import type { Log } from '../../shared/observability/log.ts';
import { documentLinkDeps } from '../../shared/runtime/document-links.ts';
import { optionalEnv, requireEnv } from '../../shared/runtime/env.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { documentStore } from '../../shared/table/documents/document-store.ts';
import { documentWorkStore } from '../../shared/table/documents/document-work-store.ts';
import { objectKeys } from '../../shared/table/documents/keys.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';

/** What verifies, removes and sweeps. */
export function documentWorkDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = tableBasis(client);
  const objects = objectStore(objectClient(), requireEnv('documentBucket'));
  return {
    documents: documentStore(table, shards),
    work: documentWorkStore(table, shards),
    objects,
    keys: objectKeys,
    detectType: detectFileType,
    scan: scanForTestFile,
    scannerMark: scannerMarkBy(objects, optionalEnv('scannerTag')),
    now: () => new Date(),
    onError: (documentId: string, error: unknown) =>
      log.error('a document could not be seen to', { documentId, error }),
  };
}

/** What the document API needs on top: declarations, lists and links. */
export function documentsDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = tableBasis(client);
  return {
    ...documentWorkDeps(client, log),
    ...documentLinkDeps(client),
    intake: intakeStore(table, shards),
    cursors: cursors(table, Date.now),
    newUlid: ulidSource(),
  };
}

/**
 * Reads what a scanner of the bucket has marked an object with. Anything but its two verdicts, a failed scan included,
 * leaves the document pending: what nobody could look into is not given to anybody.
 * @param tag Name of the mark; undefined where there is no such scanner, and every object counts as clean
 */
export function scannerMarkBy(objects: Pick<ObjectStore, 'tag'>, tag: string | undefined) {
  return async (key: string, objectVersion: string | undefined): Promise<'clean' | 'infected' | undefined> => {
    if (tag === undefined) return 'clean';
    const verdict = await objects.tag(key, tag, objectVersion);
    if (verdict === 'NO_THREATS_FOUND') return 'clean';
    return verdict === 'THREATS_FOUND' ? 'infected' : undefined;
  };
}
