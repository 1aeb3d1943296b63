// What runs and who sees it: functions by the table, alarms with a runbook, the dashboard's edge, and nothing that
// LocalStack Community does not have.
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { runbookSections } from '../../infra/functions/alarm-spec.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { appOf, resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

let dev: Template;
let prod: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf(stageContexts.prod);
});

describe('functions', () => {
  it('are those of the function table, the development issuer only in dev', () => {
    const names = (template: Template) =>
      Object.values(resourcesOf(template, 'AWS::Lambda::Function'))
        .map(({ Properties }) => String(Properties['FunctionName']).replace(/^IntegrationHub-(dev|prod)-/, ''))
        .sort();
    const all = functionTable.map(({ name }) => name).sort();

    expect(names(dev)).toEqual(all);
    expect(names(prod)).toEqual(all.filter((name) => name !== 'development-api'));
  });

  it('run on Node 22, arm64, with a log group of their own that forgets', () => {
    for (const { Properties } of Object.values(resourcesOf(dev, 'AWS::Lambda::Function'))) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs22.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
    }
    dev.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    prod.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('never learn the address of the API that calls them', () => {
    for (const { Properties } of Object.values(resourcesOf(dev, 'AWS::Lambda::Function'))) {
      expect(JSON.stringify(Properties['Environment'])).not.toMatch(/execute-api|RestApi/);
    }
  });

  it('are told who signs tokens: the table’s issuer in dev, the pool in production', () => {
    const environment = (template: Template) =>
      resource(template, 'AWS::Lambda::Function', 'IntakeApiFunction').Properties['Environment'];

    expect(environment(dev)).toMatchObject({
      Variables: {
        TOKEN_ISSUER: 'urn:integration-hub:development',
        TOKEN_AUDIENCE: 'integration-hub',
        CORS_ORIGINS: '*',
      },
    });
    expect(environment(dev)).not.toHaveProperty('Variables.JWKS_URL');
    expect(environment(prod)).toMatchObject({
      Variables: { ROLE_CLAIM: 'cognito:groups', JWKS_URL: expect.anything(), IF_MATCH: 'required', SHARDS: '16' },
    });
  });
});

describe('what runs by the clock', () => {
  it.each([
    ['sweep', 60],
    ['repair-counters', 60],
    ['report-overdue-cases', 300],
    ['documents-sweep', 300],
    ['recount', 3600],
  ])('is started once, by its rule and by Lambda: %s', (name, maximumAge) => {
    for (const template of [dev, prod]) {
      const [id] = Object.entries(resourcesOf(template, 'AWS::Lambda::Function')).find(([, { Properties }]) =>
        String(Properties['FunctionName']).match(new RegExp(`^IntegrationHub-(dev|prod)-${name}$`)),
      ) ?? [''];

      template.hasResourceProperties('AWS::Events::Rule', {
        Targets: [
          {
            Arn: { 'Fn::GetAtt': [id, 'Arn'] },
            RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: maximumAge },
          },
        ],
      });
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: id },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: maximumAge,
      });
    }
  });

  it('repairs the counters each minute', () => {
    for (const template of [dev, prod]) {
      template.hasResourceProperties('AWS::Events::Rule', {
        ScheduleExpression: 'rate(1 minute)',
        Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RepairCounters'), 'Arn'] } })],
      });
    }
  });

  it('is all that Lambda starts asynchronously', () => {
    const scheduled = functionTable.filter(({ trigger }) => trigger.kind === 'schedule').length;

    dev.resourceCountIs('AWS::Events::Rule', scheduled);
    dev.resourceCountIs('AWS::Lambda::EventInvokeConfig', scheduled);
  });
});

describe('alarms', () => {
  it('each say what they mean and link their section of the runbook', () => {
    const sections = Object.values(resourcesOf(dev, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => {
      const [, section] = /^.+\. See docs\/runbook\.md#([a-z-]+)$/.exec(String(Properties['AlarmDescription'])) ?? [];
      return section;
    });

    expect(new Set(sections)).toEqual(new Set(runbookSections));
  });

  it('warn when anything is parked, which no error and no queue shows', () => {
    dev.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('#messages-are-parked$'),
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^ParkFunction') } }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('warn at the first failure of what runs once a day', () => {
    dev.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('#background-function-fails$'),
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^RecountFunction') } }],
      Threshold: 1,
    });
  });

  it('warn at half of the day that the stream keeps', () => {
    dev.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge', Threshold: 12 * 3_600_000 });
  });
});

describe('what LocalStack Community does not have', () => {
  it.each([
    ['AWS::ApiGateway::Authorizer'],
    ['AWS::ApiGatewayV2::Api'],
    ['AWS::CloudFront::Distribution'],
    ['AWS::Cognito::UserPool'],
    ['AWS::Lambda::LayerVersion'],
    ['AWS::Pipes::Pipe'],
    ['Custom::CDKBucketDeployment'],
  ])('is not in the development template: %s', (kind) => {
    dev.resourceCountIs(kind, 0);
  });

  it('includes custom resources, so there are none', () => {
    const kinds = Object.values(dev.toJSON()['Resources'] as Record<string, { Type: string }>).map(({ Type }) => Type);

    expect(
      kinds.filter((kind) => kind.startsWith('Custom::') || kind === 'AWS::CloudFormation::CustomResource'),
    ).toEqual([]);
  });
});

describe('the outputs for the dashboard', () => {
  const outputs = async (context: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries((await templateOf(context)).findOutputs('*')).map(([name, { Value }]) => [name, Value]),
    );

  it('say the largest document and the claim with the role as functions are told them', async () => {
    const signIn = { signIn: 'oidc', oidcIssuer: 'https://id.example', oidcClientId: 'hub', oidcJwksUrl: 'https://k' };
    const options = { ...signIn, oidcRoleClaim: 'hub_role', documentLimitBytes: '1048576' };
    const said = await outputs({ ...stageContexts.prod, ...options });

    expect(said).toMatchObject({ DocumentLimitBytes: '1048576', SignInRoleClaim: 'hub_role' });
    expect(prod.findOutputs('SignInRoleClaim')).toMatchObject({ SignInRoleClaim: { Value: 'cognito:groups' } });
    expect(dev.findOutputs('DocumentLimitBytes')).toMatchObject({ DocumentLimitBytes: { Value: '10485760' } });
  });
});

describe('the dashboard at the edge', () => {
  it('has a policy that runs its own files and calls the API and the issuer only', () => {
    const policy = JSON.stringify(resource(prod, 'AWS::CloudFront::ResponseHeadersPolicy', 'Dashboard').Properties);

    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('is read by CloudFront only', () => {
    expect(resource(prod, 'AWS::S3::Bucket', 'DashboardBucket').Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    prod.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });
});

describe('cdk-nag', () => {
  it.each(Object.entries(stageContexts))('finds nothing in %s that is not acknowledged', async (_name, context) => {
    const { app } = await appOf(context, true);

    expect(() => app.synth()).not.toThrow();
  });
});
