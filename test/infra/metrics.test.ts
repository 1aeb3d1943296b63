// What watches a deployed hub: the dashboard of its metrics and alarms that tell of both transitions, over the very
// names and the dimension that the functions emit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/dist-dir.ts';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

const alarmTopicArn = 'arn:aws:sns:us-east-1:000000000000:alarms';
let dev: Template;
let prod: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf({ ...stageContexts.prod, alarmTopicArn });
});

const alarms = (template: Template) => Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));

describe('the CloudWatch dashboard', () => {
  const bodyOf = (template: Template): string =>
    JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard', 'Metrics').Properties['DashboardBody']);

  it('is made in production, and in development when asked for', async () => {
    expect(resourcesOf(dev, 'AWS::CloudWatch::Dashboard')).toEqual({});
    expect(Object.keys(resourcesOf(prod, 'AWS::CloudWatch::Dashboard'))).toHaveLength(1);
    const asked = await templateOf({ ...stageContexts.dev, metricsDashboard: 'on' });
    expect(bodyOf(asked)).toContain('backlog_size');
  });

  it.each(Object.values(hubMetrics))('shows %s', (name) => {
    expect(bodyOf(prod)).toContain(`\\"IntegrationHub\\",\\"${name}\\",\\"service\\",\\"IntegrationHub-prod\\"`);
  });

  it('has the 95th percentile of the processing time worked out by CloudWatch', () => {
    expect(bodyOf(prod)).toMatch(/processing_time_p95[^}]*p95/);
  });
});

describe('functions', () => {
  it('emit under the name of their stack, so that stages of one account are kept apart', () => {
    for (const [template, name] of [
      [dev, 'IntegrationHub-dev'],
      [prod, 'IntegrationHub-prod'],
    ] as const) {
      const services = Object.values(resourcesOf(template, 'AWS::Lambda::Function'))
        .filter(({ Properties }) => String(JSON.stringify(Properties['FunctionName'])).includes('IntegrationHub'))
        .map(({ Properties }) => Properties['Environment'] as { Variables: Record<string, string> })
        .map(({ Variables }) => Variables['POWERTOOLS_SERVICE_NAME']);
      expect(new Set(services)).toEqual(new Set([name]));
    }
  });
});

describe('alarms', () => {
  it('are all in the table of the runbook, and its text names no others', () => {
    const runbook = readFileSync(join(projectRoot, 'docs', 'runbook.md'), 'utf8');
    const listed = [...runbook.matchAll(/^\| \[`([\w-]+)`\]\(#/gm)].map(([, name = '']) => name);
    const logical = (name: string): string => `Alarms${name.replaceAll('-', '')}`;
    const made = Object.keys(resourcesOf(prod, 'AWS::CloudWatch::Alarm')).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    const named = [...runbook.matchAll(/alarms? `(\w[\w-]+)`|`([a-z-]+-(?:Errors|IteratorAge|Silence))`/g)].flatMap(
      ([, alarm, ofFunction]) => alarm ?? ofFunction ?? [],
    );

    expect(listed.map(logical).sort()).toEqual([...made].sort());
    expect(named.filter((name) => !listed.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });

  it('tell a topic when they go off and when it is over', () => {
    for (const { Properties } of alarms(prod)) {
      expect(Properties).toMatchObject({ AlarmActions: [alarmTopicArn], OKActions: [alarmTopicArn] });
    }
  });

  it('change state and tell nobody without a topic', () => {
    for (const { Properties } of alarms(dev)) {
      expect(Properties['AlarmActions'] ?? Properties['OKActions']).toBeUndefined();
    }
  });

  it('go off when the sweep, which finds what others only measure, does not run', () => {
    expect(resource(dev, 'AWS::CloudWatch::Alarm', 'AlarmssweepSilence').Properties).toMatchObject({
      MetricName: 'Invocations',
      Statistic: 'Sum',
      Period: 300,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  it.each([
    ['Lag', hubMetrics.lagSeconds, 300, 'ignore'],
    ['DeadLettersWait', hubMetrics.deadLetterDepth, 1, 'ignore'],
    ['OverdueCases', hubMetrics.overdueCases, 1, 'ignore'],
  ])('%s watches %s', (name, metric, threshold, missing) => {
    expect(resource(dev, 'AWS::CloudWatch::Alarm', `Alarms${name}`).Properties).toMatchObject({
      Namespace: 'IntegrationHub',
      MetricName: metric,
      Dimensions: [{ Name: 'service', Value: 'IntegrationHub-dev' }],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: threshold,
      TreatMissingData: missing,
    });
  });
});
