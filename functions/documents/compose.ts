// Composes the dependencies of the document functions: stores, bucket, detector of file types and malware scan.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { detectFileType } from '../../shared/adapters/file-kind.ts';
import { ulidSource } from '../../shared/adapters/ids.ts';
import { objectClient } from '../../shared/adapters/object-client.ts';
import { type ObjectStore, objectStore } from '../../shared/adapters/object-store.ts';
import { scanForTestFile } from '../../shared/adapters/scan-document.ts';
import type { Log } from '../../shared/observability/log.ts';
import { documentLinks } from '../../shared/runtime/document-links.ts';
import { optionalEnv, requireCountEnv, requireEnv } from '../../shared/runtime/env.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { documentStore } from '../../shared/table/documents/document-store.ts';
import { documentWorkStore } from '../../shared/table/documents/document-work-store.ts';
import { objectKeys } from '../../shared/table/documents/keys.ts';
import { uploadLinkBy } from '../../shared/table/documents/upload-link.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { intakeStore } from '../../shared/table/intake/intake-store.ts';

/** Dependencies of verification, removal and sweep. */
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
    onError: (documentId: string, error: unknown) => log.error('the work on a document failed', { documentId, error }),
  };
}

/** Further dependencies of the document API: declarations, lists and links. */
export function documentsDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = tableBasis(client);
  const links = documentLinks(client);
  return {
    ...documentWorkDeps(client, log),
    links,
    uploadLink: uploadLinkBy(links),
    limitBytes: requireCountEnv('documentLimitBytes'),
    intake: intakeStore(table, shards),
    cursors: cursors(table, Date.now),
    newUlid: ulidSource(),
  };
}

/**
 * Reads the verdict of a bucket scanner from the tags of an object. Any other value, such as a failed scan, leaves the
 * document pending, so that an unscanned object is never served.
 * @param tag Name of the tag; undefined without a scanner, where all objects count as clean
 */
export function scannerMarkBy(objects: Pick<ObjectStore, 'tag'>, tag: string | undefined) {
  return async (key: string, objectVersion: string | undefined): Promise<'clean' | 'infected' | undefined> => {
    if (tag === undefined) return 'clean';
    const verdict = await objects.tag(key, tag, objectVersion);
    if (verdict === 'NO_THREATS_FOUND') return 'clean';
    return verdict === 'THREATS_FOUND' ? 'infected' : undefined;
  };
}
