// A function is a row: trigger, rights and alarms follow from it, and no construct knows which functions there are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/dist-dir.ts';
import { alarmTable } from '../../infra/functions/alarm-table.ts';
import { backgroundFunction } from '../../infra/functions/background-function.ts';
import type { FunctionSpec } from '../../infra/functions/function-spec.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

const countOverdue: FunctionSpec = backgroundFunction('operations', {
  name: 'count-overdue',
  file: 'report-overdue-cases.handler.ts',
  trigger: { kind: 'schedule', everyMinutes: 10 },
  description: 'Counts what is overdue',
  reads: ['operational'],
  timeoutSeconds: 30,
});

let before: Template;
beforeAll(async () => {
  before = await templateOf(stageContexts.dev);
});

/** Logical ids with their kinds. */
const kindsOf = (template: Template): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(template.toJSON()['Resources'] as Record<string, { Type: string }>).map(([id, { Type }]) => [
      id,
      Type,
    ]),
  );

describe('the constructs', () => {
  const sources = [
    'hub-stack.ts',
    ...readdirSync(join(projectRoot, 'infra', 'constructs')).map((name) => join('constructs', name)),
  ];

  it.each(sources)('name no function: %s', (file) => {
    const text = readFileSync(join(projectRoot, 'infra', file), 'utf8');
    const named = functionTable.filter(({ name }) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i').test(text));

    expect(named.map(({ name }) => name)).toEqual([]);
  });
});

describe('a new scheduled function', () => {
  let after: Template;
  beforeAll(async () => {
    after = await templateOf(stageContexts.dev, { functions: [...functionTable, countOverdue] });
  });

  it('is one row: function, rule and alarm are in the template', () => {
    expect(resource(after, 'AWS::Lambda::Function', 'CountOverdue').Properties).toMatchObject({
      FunctionName: 'IntegrationHub-dev-count-overdue',
      Timeout: 30,
      Environment: { Variables: { TABLE_NAME: expect.anything(), SHARDS: '4' } },
    });
    expect(resource(after, 'AWS::Events::Rule', 'SchedulesCountOverdue').Properties).toMatchObject({
      Description: countOverdue.description,
      ScheduleExpression: 'rate(10 minutes)',
      Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 600 } }],
    });
    expect(resource(after, 'AWS::CloudWatch::Alarm', 'AlarmscountoverdueErrors').Properties).toMatchObject({
      MetricName: 'Errors',
      Period: 1800,
      Threshold: 2,
    });
  });

  it('takes eight resources and changes no other', () => {
    const known = kindsOf(before);
    const added = [...kindsOf(after)].filter(([id]) => !known.has(id));

    expect(added.map(([, kind]) => kind).sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
    ]);
    expect(kindsOf(after).size).toBe(known.size + added.length);
  });
});

describe('the rate of a schedule', () => {
  const alarmsAt = (everyMinutes: number) =>
    alarmTable([{ ...countOverdue, trigger: { kind: 'schedule', everyMinutes } }], [])
      .filter(({ name }) => name.startsWith('count-overdue'))
      .map(({ name, threshold, periodMinutes = 5 }) => [name, threshold, periodMinutes]);

  it.each([
    [
      1,
      [
        ['count-overdue-Errors', 3, 5],
        ['count-overdue-Silence', 1, 5],
      ],
    ],
    [5, [['count-overdue-Errors', 2, 15]]],
    [60, [['count-overdue-Errors', 2, 180]]],
    [24 * 60, [['count-overdue-Errors', 1, 5]]],
  ])('of %i minutes decides its alarms', (everyMinutes, expected) => {
    expect(alarmsAt(everyMinutes)).toEqual(expected);
  });
});

describe('a third reader of the stream', () => {
  it('is refused, because the stream would throttle all of them', async () => {
    const third = backgroundFunction('events', {
      name: 'third',
      trigger: { kind: 'stream', newImage: { entity: ['event'] }, batchSize: 10 },
      description: 'Reads along',
      timeoutSeconds: 10,
    });

    await expect(templateOf(stageContexts.dev, { functions: [...functionTable, third] })).rejects.toThrow(
      /2 readers.*relay, projector, third/,
    );
  });
});

describe('functions of the stream', () => {
  it('each have a mapping', () => {
    const readers = functionTable.filter(({ trigger }) => trigger.kind === 'stream');
    const mappings = Object.values(resourcesOf(before, 'AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) => Properties['StartingPosition'] !== undefined,
    );

    expect(mappings).toHaveLength(readers.length);
  });
});
