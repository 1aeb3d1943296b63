// Mirrors the objects of the in-memory S3 to disk: it writes before the request is answered and reads at start, so
// documents survive kill -9. It renames files into place, so a partial file is never read as an object.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** An object of the in-memory S3. */
export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  etag: string;
  lastModified: Date;
}

/** The mirrored part of the in-memory S3's store. */
export interface ObjectStore {
  multipartUploads: ReadonlyMap<string, { readonly bucket: string }>;
  createBucket(name: string): void;
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
  /** File name of the body, in the same folder. */
  readonly body: string;
}

/** The S3 server answers with this status. */
class UnknownBucketError extends Error {
  readonly statusCode = 403;
}

/**
 * Loads the buckets' objects from the folder into the store, then mirrors every change of the store to the folder.
 * It refuses other buckets: clients choose names freely, and a name becomes part of a path.
 * @throws Error when a bucket name is not a valid folder name
 */
export function mirrorObjects(store: ObjectStore, folder: string, buckets: readonly string[]): void {
  const places = new Map(buckets.map((bucket) => [bucket, placeOf(folder, bucket)]));
  const place = (bucket: string): string => {
    const found = places.get(bucket);
    if (found === undefined) {
      throw new UnknownBucketError(`the template has no bucket of this name; it has ${buckets.join(', ') || 'none'}`);
    }
    return found;
  };
  for (const bucket of buckets) {
    mkdirSync(place(bucket), { recursive: true });
    restore(store, place(bucket), bucket);
  }
  const { createBucket, putObject, completeMultipartUpload, deleteObject, emptyBucket } = store;
  store.createBucket = (bucket) => {
    place(bucket);
    createBucket.call(store, bucket);
  };
  store.putObject = (bucket, ...rest) => save(place(bucket), putObject.call(store, bucket, ...rest));
  store.completeMultipartUpload = (uploadId, parts) => {
    const bucket = store.multipartUploads.get(uploadId)?.bucket;
    const object = completeMultipartUpload.call(store, uploadId, parts);
    return bucket === undefined ? object : save(place(bucket), object);
  };
  store.deleteObject = (bucket, key) => {
    deleteObject.call(store, bucket, key);
    remove(place(bucket), key);
  };
  store.emptyBucket = (bucket) => {
    emptyBucket.call(store, bucket);
    rmSync(place(bucket), { recursive: true, force: true });
  };
}

function placeOf(folder: string, bucket: string): string {
  const place = resolve(folder, bucket);
  if (dirname(place) !== resolve(folder)) {
    throw new Error(`the bucket name ${bucket} cannot be the name of a folder`);
  }
  return place;
}

function save(place: string, object: StoredObject): StoredObject {
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
  // Removes partial files of a killed process.
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

/** A key may hold any character and be long, so the file name is its hash. */
function sheetName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.json`;
}
