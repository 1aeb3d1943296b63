// Receives the access logs of the other buckets and of the edge; production only.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface AccessLogBucketProps {
  /** How long logs are kept, in days. @default none: the stage decides */
  readonly keepDays: number;
}

export class AccessLogBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // CloudFront still delivers its logs by ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ id: 'old-logs', expiration: Duration.days(props.keepDays) }],
    });
    // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
    acknowledge(bucket, { S1: 'this is the bucket that access logs go to; logging it to itself would never end' });
  }
}
