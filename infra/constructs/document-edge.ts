// The edge between clients and the document bucket: CloudFront, which adds the headers that keep a browser from
// running what it is given. Who may do what is in the links themselves, signed for S3 by the functions; it adds no rights.
import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { documentPolicy } from '../document-headers.ts';

export interface DocumentEdgeProps {
  readonly bucket: Bucket;
  /** Bucket that receives access logs. @default no access logs */
  readonly accessLogs?: IBucket;
}

export class DocumentEdge extends Construct {
  /** `https://…`, without a final slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DocumentEdgeProps) {
    super(scope, id);
    const logs = props.accessLogs;
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Integration hub: documents',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(logs === undefined ? {} : { enableLogging: true, logBucket: logs, logFilePrefix: 'documents-edge/' }),
      defaultBehavior: {
        // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
        origin: S3BucketOrigin.withBucketDefaults(props.bucket as IBucket),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        // Each link is for one reader and some minutes: a copy here would outlive both.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // Links are signed for the bucket's own name, so that is the Host S3 has to see; everything else is passed on.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: documentHeaders(this),
        compress: false,
      },
    });
    this.url = `https://${distribution.distributionDomainName}`;
    acknowledge(this, {
      CFR1: 'the hub is not restricted to countries',
      CFR2: 'what passes here is signed for one object and some minutes; the account owner chooses a web application firewall',
      CFR4: "without a domain name of one's own CloudFront serves its default certificate, whose TLS floor AWS decides; a certificate comes with a domain name",
      CFR7: 'requests carry a signature of their own for S3; an origin access control would sign them again and let every request through',
      ...(logs === undefined ? { CFR3: 'a development stack keeps no access logs' } : {}),
    });
  }
}

function documentHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'Integration hub: documents never run',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: documentPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [{ header: 'Cross-Origin-Resource-Policy', value: 'cross-origin', override: true }],
    },
  });
}
