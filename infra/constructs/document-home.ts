// Everything that holds and hands out the bytes of documents: the bucket, what stands in front of it, the scanner.
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../shared/runtime/env.ts';
import type { StageConfig } from '../stage.ts';
import { DocumentBucket } from './document-bucket.ts';
import { DocumentEdge } from './document-edge.ts';
import { DocumentScanner, scannerTag } from './document-scanner.ts';

export interface DocumentHomeProps {
  readonly stage: StageConfig;
  /** Bucket that receives access logs. @default no access logs */
  readonly accessLogs?: IBucket;
}

export class DocumentHome extends Construct {
  readonly bucket: Bucket;
  /** Where clients reach objects, without a final slash. */
  readonly url: string;
  /** Environment variables of functions. */
  readonly environment: Readonly<Partial<Record<EnvironmentName, string>>>;

  constructor(scope: Construct, id: string, { stage, accessLogs }: DocumentHomeProps) {
    super(scope, id);
    const logs = accessLogs === undefined ? {} : { accessLogs };
    this.bucket = new DocumentBucket(this, 'Default', { retain: stage.removal === 'retain', ...logs }).bucket;
    const origin =
      stage.documentsEndpoint === undefined
        ? `https://${this.bucket.bucketRegionalDomainName}`
        : `${stage.documentsEndpoint}/${this.bucket.bucketName}`;
    this.url =
      stage.edge === 'cloudfront' ? new DocumentEdge(this, 'Edge', { bucket: this.bucket, ...logs }).url : origin;
    if (stage.malwareScan === 'on') {
      new DocumentScanner(this, 'Scanner', { bucket: this.bucket });
    }
    this.environment = {
      documentBucket: this.bucket.bucketName,
      documentsOrigin: origin,
      documentsUrl: this.url,
      documentLimitBytes: String(stage.documentLimitBytes),
      ...(stage.malwareScan === 'on' ? { scannerTag } : {}),
    };
  }
}
