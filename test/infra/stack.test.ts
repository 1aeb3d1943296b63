// What the template promises about data and work: data that stays, queues that lose nothing, mappings that never block.
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableSchema } from '../../shared/table/engine/keys.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

let dev: Template;
let prod: Template;
beforeAll(async () => {
  dev = await templateOf(stageContexts.dev);
  prod = await templateOf(stageContexts.prod);
});

describe('stateful resources', () => {
  it('are all retained in production, but for the dashboard’s files', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool', 'AWS::Logs::LogGroup'];
    const going = kept
      .flatMap((kind) => Object.entries(resourcesOf(prod, kind)))
      .filter(
        ([, { DeletionPolicy, UpdateReplacePolicy }]) => `${DeletionPolicy}${UpdateReplacePolicy}` !== 'RetainRetain',
      )
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

    expect(going).toEqual(['DashboardBucket']);
  });

  it('all go with the development stack', () => {
    const kept = Object.entries(dev.toJSON()['Resources'] as Record<string, { DeletionPolicy?: string }>)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain') === true)
      .map(([id]) => id);

    expect(kept).toEqual([]);
  });

  it('are protected and restorable in production', () => {
    const table = resource(prod, 'AWS::DynamoDB::Table', 'TablesTable').Properties;

    expect(table).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('keep documents private, versioned and on TLS', () => {
    const bucket = resource(dev, 'AWS::S3::Bucket', 'Documents').Properties;

    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    dev.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: Match.stringLikeRegexp('^Documents') },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('the table', () => {
  it('has the keys, indexes, stream and expiry that the key functions rely on', () => {
    const { pendingIndex, listIndex } = tableSchema;
    const index = (of: typeof pendingIndex | typeof listIndex) => ({
      IndexName: of.name,
      KeySchema: [
        { AttributeName: of.partitionKey, KeyType: 'HASH' },
        { AttributeName: of.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    });

    expect(resource(dev, 'AWS::DynamoDB::Table', 'TablesTable').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [index(pendingIndex), index(listIndex)],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    });
  });
});

describe('queues', () => {
  it('send a message to the dead-letter queue after five deliveries', () => {
    expect(resource(dev, 'AWS::SQS::Queue', 'QueuesWork').Properties['RedrivePolicy']).toMatchObject({
      maxReceiveCount: 5,
      deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^QueuesDeadLetters/), 'Arn'] },
    });
  });

  it('keep dead letters longer than their source keeps messages', () => {
    const retention = (id: string) => Number(resource(dev, 'AWS::SQS::Queue', id).Properties['MessageRetentionPeriod']);

    expect(retention('QueuesDeadLetters')).toBe(14 * 86_400);
    expect(retention('QueuesStreamFailures')).toBe(14 * 86_400);
    expect(retention('QueuesWork')).toBeLessThan(retention('QueuesDeadLetters'));
  });

  it.each(['10', '1', '30'])('hide a message for six times the timeout of %s s', async (syncTimeoutSeconds) => {
    const template = await templateOf({ ...stageContexts.dev, syncTimeoutSeconds });

    const timeout = Number(resource(template, 'AWS::Lambda::Function', 'SyncFunction').Properties['Timeout']);
    const work = resource(template, 'AWS::SQS::Queue', 'QueuesWork').Properties;
    expect(timeout).toBe(Number(syncTimeoutSeconds));
    expect(Number(work['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('hide failures for six times the timeout of the function that parks them', () => {
    const timeout = Number(resource(dev, 'AWS::Lambda::Function', 'ParkFunction').Properties['Timeout']);

    for (const id of ['QueuesDeadLetters', 'QueuesStreamFailures']) {
      const { VisibilityTimeout } = resource(dev, 'AWS::SQS::Queue', id).Properties;
      expect(Number(VisibilityTimeout)).toBeGreaterThanOrEqual(6 * timeout);
    }
  });
});

describe('event source mappings', () => {
  it.each([
    [
      'Relay',
      { eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event'] }, event_status: { S: ['pending'] } } } },
      100,
    ],
    [
      'Projector',
      {
        dynamodb: {
          NewImage: { entity: { S: ['submission', 'service_request', 'event', 'case', 'business_object'] } },
        },
      },
      600,
    ],
  ])('of the stream never block a shard: %s', (name, pattern, batchSize) => {
    const mapping = resource(dev, 'AWS::Lambda::EventSourceMapping', `${name}Function`).Properties;

    expect(mapping).toMatchObject({
      BatchSize: batchSize,
      BisectBatchOnFunctionError: true,
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^QueuesStreamFailures/), 'Arn'] } },
      },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumBatchingWindowInSeconds: 0,
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
    });
    expect(Number(mapping['MaximumRecordAgeInSeconds'])).toBeLessThan(24 * 3600);
  });

  it.each([
    ['SyncFunction', 10],
    ['ParkFunctionSqsEventSourceIntegrationHubdevQueuesDead', 2],
    ['ParkFunctionSqsEventSourceIntegrationHubdevQueuesStream', 2],
  ])('of queues answer per message and have a ceiling: %s', (id, maximumConcurrency) => {
    expect(resource(dev, 'AWS::Lambda::EventSourceMapping', id).Properties).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: maximumConcurrency },
    });
  });
});
