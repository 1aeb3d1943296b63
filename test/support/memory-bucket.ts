// An in-memory bucket behind a real S3 client: a map answers the hub's S3 calls, so that tests can count them and
// inject faults, as for the table.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly modifiedAt: Date;
}
export type MemoryBucket = Map<string, StoredObject>;

interface Input {
  readonly Key?: string;
  readonly Prefix?: string;
  readonly StartAfter?: string;
  readonly Range?: string;
  readonly IfMatch?: string;
  readonly Body?: Uint8Array;
}

class BucketError extends Error {
  override readonly name: string;
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

const etagOf = ({ bytes }: StoredObject): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** Answers by command; the hub uses no other command in these tests. */
const answers: Readonly<Record<string, (bucket: MemoryBucket, input: Input) => object>> = {
  HeadObjectCommand: (bucket, { Key = '' }) => ({ ContentLength: found(bucket, Key).bytes.length }),
  GetObjectCommand: (bucket, { Key = '', Range, IfMatch }) => {
    const object = found(bucket, Key);
    if (IfMatch !== undefined && IfMatch !== etagOf(object)) throw new BucketError('PreconditionFailed');
    const last = Number(/-(\d+)$/.exec(Range ?? '')?.[1] ?? object.bytes.length);
    const bytes = object.bytes.subarray(0, last + 1);
    return {
      Body: Readable.from([bytes]),
      ETag: etagOf(object),
      ContentLength: bytes.length,
      ...(Range === undefined ? {} : { ContentRange: `bytes 0-${bytes.length - 1}/${object.bytes.length}` }),
    };
  },
  PutObjectCommand: (bucket, { Key = '', Body = new Uint8Array() }) => {
    bucket.set(Key, { bytes: Body, modifiedAt: new Date() });
    return {};
  },
  DeleteObjectCommand: (bucket, { Key = '' }) => {
    bucket.delete(Key);
    return {};
  },
  ListObjectsV2Command: (bucket, { Prefix = '', StartAfter = '' }) => ({
    Contents: [...bucket]
      .filter(([key]) => key.startsWith(Prefix) && key > StartAfter)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([Key, { modifiedAt }]) => ({ Key, LastModified: modifiedAt })),
  }),
};

function found(bucket: MemoryBucket, key: string): StoredObject {
  const object = bucket.get(key);
  if (object === undefined) throw new BucketError('NoSuchKey');
  return object;
}

export function memoryBucketClient(bucket: MemoryBucket): S3Client {
  const client = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  client.middlewareStack.add(
    (_, context) => async (args) => {
      const name = String((context as { commandName?: string }).commandName);
      const answer = answers[name];
      if (answer === undefined) throw new Error(`the bucket in memory does not know ${name}`);
      return { output: { ...answer(bucket, args.input as Input), $metadata: {} }, response: {} } as never;
    },
    { step: 'initialize', name: 'bucketInMemory', priority: 'low' },
  );
  return client;
}
