// Finds the buckets of a deployed stack and empties them, because CloudFormation deletes only empty buckets.
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
  /** Logical id in the template. */
  readonly logicalId: string;
}

/** Finds the buckets that CloudFormation created for the stack, by system tags that nobody else can set. */
export async function bucketsOf(s3: S3Client, stackName: string): Promise<readonly StackBucket[]> {
  // The name prefix narrows the search; the tags decide.
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
    // S3 answers with an error for a bucket without tags, so it is not the stack's.
    if (error instanceof Error && error.name === 'NoSuchTagSet') {
      return new Map();
    }
    throw error;
  }
}

/**
 * Deletes every object with all versions.
 * @returns Number of deleted versions and delete markers.
 * @throws Error when S3 refuses one of them.
 */
export async function emptyBucket(s3: S3Client, bucket: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    // Always reads the first page, because the listed objects are deleted by the next call.
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
