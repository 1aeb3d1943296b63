// The bucket of enterprise documents: private, versioned, TLS only. Uploads that nothing came of expire by themselves.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectPrefixes } from '../../shared/table/documents/keys.ts';
import { acknowledge } from '../acknowledge.ts';
import { preflightSeconds, uploadHeaders } from '../document-headers.ts';

export interface DocumentBucketProps {
  /** The bucket outlives the stack or not. @default none: the stage decides */
  readonly retain: boolean;
  /** Bucket that receives access logs. @default no access logs */
  readonly accessLogs?: IBucket;
}

export class DocumentBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: DocumentBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.accessLogs === undefined
        ? {}
        : { serverAccessLogsBucket: props.accessLogs, serverAccessLogsPrefix: 'documents/' }),
      // Any origin: what a page may do is in the link that it was given, and a browser has nothing of its own to send along.
      cors: [
        {
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET, HttpMethods.HEAD],
          allowedOrigins: ['*'],
          allowedHeaders: [...uploadHeaders],
          maxAge: preflightSeconds,
        },
      ],
      lifecycleRules: [
        // Parts of uploads that nobody finished are invisible and billed.
        { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // A scheduled function removes them within the hour; this is the net under it.
        {
          id: 'left-over-uploads',
          prefix: objectPrefixes.uploads,
          expiration: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // An overwritten or deleted document can be brought back for this long.
        {
          id: 'old-versions',
          prefix: objectPrefixes.documents,
          noncurrentVersionExpiration: Duration.days(90),
        },
        { id: 'delete-markers', expiredObjectDeleteMarker: true },
      ],
    });
    if (props.accessLogs === undefined) {
      acknowledge(this.bucket, {
        S1: 'a development stack holds demonstration documents only; production writes access logs to a bucket of its own',
      });
    }
  }
}
