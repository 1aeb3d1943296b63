// The dashboard through CloudFront: private bucket, https, strict security headers. LocalStack Community has no
// CloudFront, so development stages switch it on only by `-c edge=cloudfront`.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** Origins beyond its own that the dashboard reaches. */
export interface DashboardReach {
  /** Origins that its script may call: the API and the issuer. */
  readonly calls: readonly string[];
  /** Address of the documents: its script may call it, and images from there are shown. */
  readonly documents: string;
}

export interface DashboardEdgeProps {
  readonly reaches: DashboardReach;
  /** Bucket that receives access logs. @default no access logs */
  readonly accessLogs?: IBucket;
}

export class DashboardEdge extends Construct {
  /** Uploaded at each deployment, so it goes with the stack in every stage. */
  readonly bucket: Bucket;
  /** `https://…`, without a final slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DashboardEdgeProps) {
    super(scope, id);
    const logs = props.accessLogs;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(logs === undefined ? {} : { serverAccessLogsBucket: logs, serverAccessLogsPrefix: 'dashboard/' }),
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Integration hub: dashboard',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(logs === undefined ? {} : { enableLogging: true, logBucket: logs, logFilePrefix: 'edge/' }),
      defaultBehavior: {
        // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: securityHeaders(this, props.reaches),
      },
      // Addresses inside the dashboard are its own business; the private bucket answers 403 for what it does not have.
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 200,
        responsePagePath: '/index.html',
        ttl: Duration.seconds(0),
      })),
    });
    this.url = `https://${distribution.distributionDomainName}`;
    acknowledge(this, {
      CFR1: 'the hub is not restricted to countries',
      CFR2: 'static files need no web application firewall; what matters is behind the API',
      CFR4: "without a domain name of one's own CloudFront serves its default certificate, whose TLS floor AWS decides; a certificate comes with a domain name",
      ...(logs === undefined
        ? { S1: 'a development stack keeps no access logs', CFR3: 'a development stack keeps no access logs' }
        : {}),
    });
  }
}

/** Nothing but the dashboard's own files runs, nobody may frame it, and it reaches API, issuer and documents only. */
function securityHeaders(scope: Construct, { calls, documents }: DashboardReach): ResponseHeadersPolicy {
  const contentSecurityPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${documents}`,
    "font-src 'self'",
    `connect-src 'self' ${[...calls, documents].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'Integration hub: dashboard security headers',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()', override: true },
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
      ],
    },
  });
}
