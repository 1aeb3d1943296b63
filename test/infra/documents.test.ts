// Documents in the template: who may touch which bytes, what expires by itself, what stands in front of the bucket, and
// the scanner.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { documentPolicy } from '../../infra/document-headers.ts';
import type { FunctionSpec } from '../../infra/functions/function-spec.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

let dev: Template;
let prod: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf(stageContexts.prod);
});

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Effect: string;
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Statements of a function's role that name the document bucket. */
function statementsOf(template: Template, { name }: Pick<FunctionSpec, 'name'>): readonly Statement[] {
  const role = `${name.replace(/(^|-)(.)/g, (_all, _dash, first: string) => first.toUpperCase())}Role`;
  return Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`"${role}`))
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement)
    .filter(({ Resource }) => JSON.stringify(Resource).includes('DocumentsBucket'));
}

/** Places of the bucket in which a function may do something; `*` for the bucket itself. */
function placesFor(template: Template, spec: FunctionSpec, action: string): readonly string[] {
  return statementsOf(template, spec)
    .filter(({ Action }) => list(Action).includes(action))
    .flatMap(({ Resource }) => list(Resource as never[]))
    .map((arn) => /\/(uploads|documents)\/\*/.exec(JSON.stringify(arn))?.[1] ?? '*')
    .sort();
}

describe.each(['dev', 'prod'] as const)('in %s', (stage) => {
  const template = () => (stage === 'dev' ? dev : prod);
  const specs = functionTable.filter(({ developmentOnly }) => developmentOnly !== true);

  it.each(specs.map((spec) => [spec.name, spec] as const))('%s touches the bytes that its row names', (_name, spec) => {
    const { objects } = spec;
    const sorted = (places: readonly string[] = []) => [...places].sort();

    expect(placesFor(template(), spec, 's3:GetObject')).toEqual(sorted(objects?.get));
    expect(placesFor(template(), spec, 's3:PutObject')).toEqual(sorted(objects?.put));
    expect(placesFor(template(), spec, 's3:DeleteObject')).toEqual(sorted(objects?.remove));
    expect(placesFor(template(), spec, 's3:DeleteObjectVersion')).toEqual(sorted(objects?.remove));
    expect(placesFor(template(), spec, 's3:ListBucket')).toEqual(objects?.list === true ? ['*'] : []);
  });

  it('nobody who accepts submissions reads or lists documents, or writes what links read', () => {
    const intake = statementsOf(template(), { name: 'intake-api' });

    expect(intake.flatMap(({ Action }) => list(Action))).toEqual(['s3:PutObject']);
    expect(JSON.stringify(intake)).toContain('/uploads/*');
    expect(JSON.stringify(intake)).not.toContain('/documents/*');
  });
});

describe('the bucket', () => {
  it('forgets uploads after a day, and older versions of documents after ninety', () => {
    const { LifecycleConfiguration } = resource(prod, 'AWS::S3::Bucket', 'DocumentsBucket').Properties as {
      LifecycleConfiguration: { Rules: readonly Record<string, unknown>[] };
    };
    const rule = (id: string) => LifecycleConfiguration.Rules.find(({ Id }) => Id === id);

    expect(rule('left-over-uploads')).toMatchObject({
      Prefix: 'uploads/',
      ExpirationInDays: 1,
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Status: 'Enabled',
    });
    expect(rule('old-versions')).toMatchObject({
      Prefix: 'documents/',
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    });
    expect(LifecycleConfiguration.Rules.some((one) => one['Prefix'] !== 'uploads/' && 'ExpirationInDays' in one)).toBe(
      false,
    );
  });

  it('lets pages send what an upload link is signed for', () => {
    expect(resource(dev, 'AWS::S3::Bucket', 'DocumentsBucket').Properties['CorsConfiguration']).toEqual({
      CorsRules: [
        {
          AllowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
          AllowedMethods: ['PUT', 'GET', 'HEAD'],
          AllowedOrigins: ['*'],
          MaxAge: 3600,
        },
      ],
    });
  });
});

describe('the edge of documents', () => {
  const distribution = (template: Template) =>
    resource(template, 'AWS::CloudFront::Distribution', 'DocumentsEdge').Properties['DistributionConfig'] as {
      DefaultCacheBehavior: Record<string, unknown>;
      Origins: readonly Record<string, unknown>[];
    };

  it('passes signed requests on under the bucket’s name and keeps no copy', () => {
    const { DefaultCacheBehavior, Origins } = distribution(prod);

    expect(DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      // Managed policies: CachingDisabled, AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      Compress: false,
    });
    expect(DefaultCacheBehavior['AllowedMethods']).toContain('PUT');
    expect(Origins).toHaveLength(1);
    expect(Origins[0]).not.toHaveProperty('OriginAccessControlId');
  });

  it('keeps a browser from running what it is given', () => {
    expect(resource(prod, 'AWS::CloudFront::ResponseHeadersPolicy', 'DocumentsEdge').Properties).toMatchObject({
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          ContentSecurityPolicy: { ContentSecurityPolicy: documentPolicy, Override: true },
          FrameOptions: { FrameOption: 'DENY' },
        },
      },
    });
    expect(documentPolicy).toContain('sandbox');
  });

  it('is another origin than the dashboard, which may reach it', () => {
    const policy = JSON.stringify(
      resource(prod, 'AWS::CloudFront::ResponseHeadersPolicy', 'DashboardHeaders').Properties,
    );

    expect(Object.keys(resourcesOf(prod, 'AWS::CloudFront::Distribution'))).toHaveLength(2);
    expect(policy).toMatch(/img-src 'self' data: https:\/\/",\{"Fn::GetAtt":\["DocumentsEdgeDistribution/);
    expect(policy).toMatch(/connect-src .*DocumentsEdgeDistribution/);
  });

  it('is there with CloudFront only; without it, links lead to the bucket', () => {
    const environment = (template: Template) =>
      (resource(template, 'AWS::Lambda::Function', 'DocumentsApiFunction').Properties['Environment'] as never)[
        'Variables'
      ] as Record<string, unknown>;

    expect(resourcesOf(dev, 'AWS::CloudFront::Distribution')).toEqual({});
    expect(environment(dev)['DOCUMENTS_URL']).toEqual(environment(dev)['DOCUMENTS_ORIGIN']);
    expect(environment(prod)['DOCUMENTS_URL']).not.toEqual(environment(prod)['DOCUMENTS_ORIGIN']);
    expect(environment(prod)).toMatchObject({
      DOCUMENT_LIMIT_BYTES: '10485760',
      SCANNER_TAG: 'GuardDutyMalwareScanStatus',
    });
    expect(environment(dev)).not.toHaveProperty('SCANNER_TAG');
  });

  it('is the S3 that is named, where that is not AWS’s', async () => {
    const local = await templateOf({ ...stageContexts.dev, documentsEndpoint: 'http://localhost:4566' });

    expect(JSON.stringify(resource(local, 'AWS::Lambda::Function', 'DocumentsApiFunction').Properties)).toMatch(
      /"DOCUMENTS_URL":\{"Fn::Join":\["",\["http:\/\/localhost:4566\/",\{"Ref":"DocumentsBucket/,
    );
  });
});

describe('the scanner', () => {
  it('looks at uploads and marks them, in production and where it is switched on', async () => {
    const on = await templateOf({ ...stageContexts.dev, malwareScan: 'on' });
    const off = await templateOf({ ...stageContexts.prod, malwareScan: 'off' });

    for (const template of [prod, on]) {
      expect(resource(template, 'AWS::GuardDuty::MalwareProtectionPlan', 'DocumentsScanner').Properties).toMatchObject({
        Actions: { Tagging: { Status: 'ENABLED' } },
        ProtectedResource: { S3Bucket: { ObjectPrefixes: ['uploads/'] } },
      });
    }
    for (const template of [dev, off]) {
      expect(resourcesOf(template, 'AWS::GuardDuty::MalwareProtectionPlan')).toEqual({});
    }
  });
});

describe('the sweep of documents', () => {
  it('runs every five minutes and ends before the next one', () => {
    const rule = Object.values(resourcesOf(dev, 'AWS::Events::Rule')).find(({ Properties }) =>
      JSON.stringify(Properties['Targets']).includes('DocumentsSweepFunction'),
    );
    const { Timeout } = resource(dev, 'AWS::Lambda::Function', 'DocumentsSweepFunction').Properties;

    expect(rule?.Properties['ScheduleExpression']).toBe('rate(5 minutes)');
    expect(Number(Timeout)).toBeLessThan(300);
  });
});
