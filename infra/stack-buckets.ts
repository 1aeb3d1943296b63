// Finds the buckets of a deployed stack and empties them, because CloudFormation deletes empty buckets only.
import {
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** A deployed bucket. */
export interface StackBucket {
  readonly name: string;
  /** Name of the resource in the template. */
  readonly logicalId: string;
}

/** Buckets that CloudFormation made for the stack; it marks them with tags that nobody else can set. */
export async function bucketsOf(s3: S3Client, stackName: string): Promise<readonly StackBucket[]> {
  // Generated names begin with the stack's; the tags decide.
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ Prefix: `${stackName.toLowerCase()}-` }));
  const found = await Promise.all(
    Buckets.map(async ({ Name: name = '' }) => {
      const tags = await tagsOf(s3, name);
      const logicalId = tags.get('aws:cloudformation:logical-id');
      return tags.get('aws:cloudformation:stack-name') === stackName && logicalId !== undefined
        ? [{ name, logicalId }]
        : [];
    }),
  );
  return found.flat();
}

async function tagsOf(s3: S3Client, bucket: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    return new Map(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    // S3 answers with an error for a bucket without tags, which is then not ours.
    if (error instanceof Error && error.name === 'NoSuchTagSet') {
      return new Map();
    }
    throw error;
  }
}

/**
 * Deletes every object, all versions included.
 * @returns Number of versions and delete markers deleted.
 * @throws Error when S3 refuses one of them.
 */
export async function emptyBucket(s3: S3Client, bucket: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    // Always the first page: what it listed is gone when it is asked for again.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }));
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
    );
    if (objects.length === 0) {
      return deleted;
    }
    const { Errors: [refused] = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    if (refused !== undefined) {
      throw new Error(`${bucket}: ${refused.Key} could not be deleted: ${refused.Message ?? refused.Code}`);
    }
    deleted += objects.length;
  }
}
