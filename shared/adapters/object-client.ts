// The S3 client, apart from the others so that functions without documents do not carry it.
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './clients.ts';

/** @param endpoint Set when S3 is not AWS's own: names of buckets then go into the path, because no wildcard name resolves. */
export function objectClient(endpoint: string | undefined): S3Client {
  return new S3Client({ ...clientSettings, forcePathStyle: endpoint !== undefined });
}
