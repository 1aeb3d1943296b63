// Reads, writes and deletes objects of the document bucket. Only the verifier of a document writes its verified bytes.
import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface ObjectHead {
  readonly sizeBytes: number;
  /** Opaque; changes when the object is written again. */
  readonly etag: string;
  readonly objectVersion: string | undefined;
  /** The first bytes. */
  readonly bytes: Uint8Array;
}

export interface ReadObject {
  readonly bytes: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ListedObject {
  readonly key: string;
  readonly modifiedAt: string;
}

export interface ObjectStore {
  exists(key: string): Promise<boolean>;
  /** Reads the first bytes by a range request; returns undefined when there is no object. */
  head(key: string, byteCount: number): Promise<ObjectHead | undefined>;
  /**
   * Streams all bytes into memory and computes their SHA-256. Returns undefined when the object is missing, has changed
   * since `head`, or is larger than `maxBytes`.
   */
  read(key: string, head: ObjectHead, maxBytes: number): Promise<ReadObject | undefined>;
  /** @param sha256 SHA-256 of the bytes in lower-case hexadecimal; S3 refuses bytes with another hash */
  put(key: string, bytes: Uint8Array, contentType: string, sha256: string): Promise<void>;
  /** Deletes the object. In a versioned bucket an operator can restore it for some time. */
  remove(key: string): Promise<void>;
  /** Deletes the object with all its versions. */
  removeForGood(key: string): Promise<void>;
  tag(key: string, name: string, objectVersion: string | undefined): Promise<string | undefined>;
  /** Lists objects below a prefix in key order. */
  list(prefix: string, after: string | undefined, limit: number): Promise<readonly ListedObject[]>;
}

/** 10 MiB at 1 MiB/s take 10 s; a longer transfer means that the connection hangs. */
const bodyDeadlineMs = 10_000;

export function objectStore(client: S3Client, bucket: string): ObjectStore {
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    exists: async (key) => {
      const found = await unlessMissing(client.send(new HeadObjectCommand(at(key))));
      return found !== undefined;
    },
    head: (key, byteCount) => head(client, at(key), byteCount),
    read: async (key, { etag }, maxBytes) => {
      const signal = { abortSignal: AbortSignal.timeout(bodyDeadlineMs) };
      const found = await unlessMissing(client.send(new GetObjectCommand({ ...at(key), IfMatch: etag }), signal));
      return found === undefined ? undefined : collect(found.Body as AsyncIterable<Uint8Array>, maxBytes);
    },
    put: async (key, bytes, contentType, sha256) => {
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      await client.send(
        new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType, ChecksumSHA256: checksum }),
      );
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand(at(key)));
    },
    removeForGood: (key) => removeVersions(client, at(key)),
    tag: async (key, name, objectVersion) => {
      const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ ...at(key), VersionId: objectVersion }));
      return TagSet.find(({ Key }) => Key === name)?.Value;
    },
    list: async (prefix, after, limit) => {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, MaxKeys: limit }),
      );
      return Contents.map(({ Key = '', LastModified }) => ({
        key: Key,
        modifiedAt: (LastModified ?? new Date(0)).toISOString(),
      }));
    },
  };
}

async function head(
  client: S3Client,
  at: { readonly Bucket: string; readonly Key: string },
  byteCount: number,
): Promise<ObjectHead | undefined> {
  const range = new GetObjectCommand({ ...at, Range: `bytes=0-${byteCount - 1}` });
  try {
    const found = await unlessMissing(client.send(range, { abortSignal: AbortSignal.timeout(bodyDeadlineMs) }));
    if (found === undefined) return undefined;
    const { bytes } = (await collect(found.Body as AsyncIterable<Uint8Array>, byteCount)) ?? nothing;
    const total = /\/(\d+)$/.exec(found.ContentRange ?? '')?.[1];
    return {
      sizeBytes: Number(total ?? found.ContentLength ?? bytes.length),
      etag: found.ETag ?? '',
      objectVersion: found.VersionId,
      bytes,
    };
  } catch (error) {
    // S3 refuses the range request for an empty object.
    if (named(error) !== 'InvalidRange') throw error;
    return { sizeBytes: 0, etag: '', objectVersion: undefined, bytes: new Uint8Array() };
  }
}

const nothing: ReadObject = { bytes: new Uint8Array(), sha256: '' };

async function removeVersions(client: S3Client, at: { readonly Bucket: string; readonly Key: string }): Promise<void> {
  let removed = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: at.Bucket, Prefix: at.Key, MaxKeys: 100 }),
    );
    // The prefix `…/1` also matches `…/10`.
    const own = [...Versions, ...DeleteMarkers].filter(({ Key }) => Key === at.Key);
    for (const { VersionId } of own) await client.send(new DeleteObjectCommand({ ...at, VersionId }));
    removed += own.length;
    if (own.length < 100) break;
  }
  // An unversioned bucket lists no versions.
  if (removed === 0) await client.send(new DeleteObjectCommand(at));
}

const missing = ['NoSuchKey', 'NotFound', 'PreconditionFailed'];

async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (missing.includes(named(error))) return undefined;
    throw error;
  }
}

const named = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Stops reading when the body exceeds `maxBytes`. */
async function collect(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReadObject | undefined> {
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
    hash.update(chunk);
  }
  return { bytes: Buffer.concat(chunks, sizeBytes), sha256: hash.digest('hex') };
}
