// The dashboard as a plain S3 website, for development stages: readable by anyone, over http only, nothing to wait for.
// It holds no data, only the static files; every other stage serves them through CloudFront (dashboard-edge.ts).
import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export class DashboardWebsite extends Construct {
  readonly bucket: Bucket;
  /** `http://…`, without a final slash. */
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      websiteIndexDocument: 'index.html',
      // Addresses inside the dashboard are its own business, so an unknown one gets the dashboard.
      websiteErrorDocument: 'index.html',
      publicReadAccess: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY,
      encryption: BucketEncryption.S3_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.url = this.bucket.bucketWebsiteUrl;
    acknowledge(this.bucket, {
      S1: 'development only: reads of public static files need no log',
      S2: 'development only: a website bucket has to be readable; it holds the static dashboard and no data',
      S5: 'development only: S3 websites are read without CloudFront on purpose; -c edge=cloudfront makes the bucket private',
      S10: 'development only: S3 websites speak http only; -c edge=cloudfront serves https',
    });
  }
}
