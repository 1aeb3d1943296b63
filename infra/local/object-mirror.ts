// Keeps a copy of every object of the in-memory S3 on disk: written before the request is answered, read at start, so
// that documents survive kill -9. Files appear by rename, so a half-written one is never taken for an object.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An object as the in-memory S3 holds it. */
export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  etag: string;
  lastModified: Date;
}

/** The part of the in-memory S3's store that is mirrored. */
export interface ObjectStore {
  multipartUploads: ReadonlyMap<string, { readonly bucket: string }>;
  putObject(bucket: string, key: string, body: Buffer, type?: string, metadata?: Record<string, string>): StoredObject;
  completeMultipartUpload(uploadId: string, parts: readonly unknown[]): StoredObject;
  deleteObject(bucket: string, key: string): void;
  emptyBucket(bucket: string): void;
}

interface Sheet {
  readonly key: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly lastModified: string;
  /** Name of the file with the body, in the same folder. */
  readonly body: string;
}

/** Loads the buckets' objects from the folder into the store, then mirrors every change of the store to it. */
export function mirrorObjects(store: ObjectStore, folder: string, buckets: readonly string[]): void {
  for (const bucket of buckets) {
    mkdirSync(join(folder, bucket), { recursive: true });
    restore(store, join(folder, bucket), bucket);
  }
  const { putObject, completeMultipartUpload, deleteObject, emptyBucket } = store;
  store.putObject = (bucket, ...rest) => save(folder, bucket, putObject.call(store, bucket, ...rest));
  store.completeMultipartUpload = (uploadId, parts) => {
    const bucket = store.multipartUploads.get(uploadId)?.bucket ?? '';
    return save(folder, bucket, completeMultipartUpload.call(store, uploadId, parts));
  };
  store.deleteObject = (bucket, key) => {
    deleteObject.call(store, bucket, key);
    remove(join(folder, bucket), key);
  };
  store.emptyBucket = (bucket) => {
    emptyBucket.call(store, bucket);
    rmSync(join(folder, bucket), { recursive: true, force: true });
  };
}

function save(folder: string, bucket: string, object: StoredObject): StoredObject {
  const place = join(folder, bucket);
  mkdirSync(place, { recursive: true });
  const sheetPath = join(place, sheetName(object.key));
  const previous = readSheet(sheetPath);
  const body = `${randomUUID()}.body`;
  const { key, contentType, metadata, etag } = object;
  const sheet: Sheet = { key, contentType, metadata, etag, lastModified: object.lastModified.toISOString(), body };
  writeFileSync(join(place, body), object.body);
  writeFileSync(`${sheetPath}.draft`, JSON.stringify(sheet));
  renameSync(`${sheetPath}.draft`, sheetPath);
  if (previous !== undefined) {
    rmSync(join(place, previous.body), { force: true });
  }
  return object;
}

function remove(place: string, key: string): void {
  const sheetPath = join(place, sheetName(key));
  const sheet = readSheet(sheetPath);
  if (sheet !== undefined) {
    rmSync(sheetPath, { force: true });
    rmSync(join(place, sheet.body), { force: true });
  }
}

function restore(store: ObjectStore, place: string, bucket: string): void {
  const names = readdirSync(place);
  const used = new Set<string>();
  for (const name of names.filter((entry) => entry.endsWith('.json'))) {
    const sheet = readSheet(join(place, name));
    if (sheet !== undefined) {
      used.add(name).add(sheet.body);
      const body = readFileSync(join(place, sheet.body));
      const object = store.putObject(bucket, sheet.key, body, sheet.contentType, { ...sheet.metadata });
      object.etag = sheet.etag;
      object.lastModified = new Date(sheet.lastModified);
    }
  }
  // What a kill in the middle of a write left.
  for (const name of names.filter((entry) => !used.has(entry))) {
    rmSync(join(place, name), { force: true });
  }
}

function readSheet(path: string): Sheet | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Sheet;
  } catch {
    return undefined;
  }
}

/** A key may hold any character and be long; its hash is a fine file name. */
function sheetName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.json`;
}
