// A queue is a row: dead-letter queue, alarms, environment, rights and the mapping that parks follow from it.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { backgroundFunction } from '../../infra/functions/background-function.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { queueTable } from '../../infra/functions/queues.ts';
import type { QueueName } from '../../shared/contracts/values/queue-names.ts';
import { resource, resourcesOf, stageContexts, templateOf } from './synthesise.ts';

const queues = {
  ...queueTable,
  events: {
    ...queueTable.events,
    delivery: {
      holds: 'owed deliveries',
      retentionDays: 2,
      visibilityTimeouts: 8,
      maxReceiveCount: 3,
      alarmAfterMinutes: 15,
    },
  },
};
const deliver = backgroundFunction('sync', {
  name: 'deliver',
  file: 'sync.handler.ts',
  // Only the list of names does not know it.
  trigger: { kind: 'queue', queues: ['delivery' as QueueName], maxConcurrency: 4 },
  description: 'Delivers',
  timeoutSeconds: 20,
});

let template: Template;
beforeAll(async () => {
  const context = { ...stageContexts.dev, metricsDashboard: 'on' };
  template = await templateOf(context, { functions: [...functionTable, deliver], queues });
});

const idOf = (kind: string, pattern: RegExp): string => {
  const ids = Object.keys(resourcesOf(template, kind)).filter((id) => pattern.test(id));
  if (ids.length !== 1) throw new Error(`${ids.length} resources of kind ${kind} match ${pattern}`);
  return ids[0] ?? '';
};
const deliveryId = () => idOf('AWS::SQS::Queue', /^QueuesDelivery[0-9A-F]{8}$/);
const deadLettersId = () => idOf('AWS::SQS::Queue', /^QueuesDeliveryDeadLetters[0-9A-F]{8}$/);
const queue = (id: string) => resourcesOf(template, 'AWS::SQS::Queue')[id]?.Properties;

/** Actions that the role of a function has on a resource. */
function actionsOn(functionId: string, resourceId: string): readonly string[] {
  const policies = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) =>
    id.startsWith(`${functionId}RoleDefaultPolicy`),
  );
  return policies
    .flatMap(([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${resourceId}"`))
    .flatMap(({ Action }) => Action)
    .sort();
}
interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const variables = (functionId: string) =>
  (
    resource(template, 'AWS::Lambda::Function', `${functionId}Function`).Properties['Environment'] as {
      readonly Variables: Readonly<Record<string, unknown>>;
    }
  ).Variables;

const sourcesOf = (functionId: string): readonly unknown[] =>
  Object.entries(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'))
    .filter(([id]) => id.startsWith(`${functionId}FunctionSqsEventSource`))
    .map(([, { Properties }]) => Properties['EventSourceArn']);

describe('a second queue', () => {
  it('has the settings of its row, eight times the timeout of its reader, and a dead-letter queue of its own', () => {
    expect(queue(deliveryId())).toMatchObject({
      MessageRetentionPeriod: 2 * 86_400,
      VisibilityTimeout: 160,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId(), 'Arn'] }, maxReceiveCount: 3 },
      SqsManagedSseEnabled: true,
    });
    expect(queue(deadLettersId())).toMatchObject({ MessageRetentionPeriod: 14 * 86_400, VisibilityTimeout: 60 });
  });

  it.each(['Relay', 'Sweep', 'IntegrationApi'])('is known to %s, which may send to it', (sender) => {
    expect(variables(sender)).toMatchObject({ DELIVERY_QUEUE_URL: { Ref: deliveryId() } });
    expect(actionsOn(sender, deliveryId())).toEqual(['sqs:SendMessage']);
    expect(actionsOn(sender, deadLettersId())).toEqual([]);
  });

  it('is counted by health and emptied by the reset of the demonstration', () => {
    for (const [name, action] of [
      ['SystemApi', 'sqs:GetQueueAttributes'],
      ['DevelopmentApi', 'sqs:PurgeQueue'],
    ] as const) {
      expect(variables(name)).toMatchObject({ DELIVERY_QUEUE_URL: { Ref: deliveryId() } });
      expect(actionsOn(name, deliveryId())).toEqual([action]);
    }
  });

  it('is unknown to the others', () => {
    for (const name of ['IntakeApi', 'Sync', 'Park', 'Projector']) {
      expect(variables(name)).not.toHaveProperty('DELIVERY_QUEUE_URL');
      expect(actionsOn(name, deliveryId())).toEqual([]);
    }
  });

  it('is read by the function that names it, and its dead letters are parked', () => {
    expect(sourcesOf('Deliver')).toEqual([{ 'Fn::GetAtt': [deliveryId(), 'Arn'] }]);
    expect(sourcesOf('Park')).toContainEqual({ 'Fn::GetAtt': [deadLettersId(), 'Arn'] });
    expect(actionsOn('Park', deadLettersId())).toContain('sqs:ReceiveMessage');
  });

  it('has alarms on its age and on its dead letters', () => {
    const dimensions = (id: string) => [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }];

    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsDeliveryQueueAge').Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: dimensions(deliveryId()),
      Threshold: 900,
    });
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'AlarmsDeliveryDeadLetters').Properties).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: dimensions(deadLettersId()),
      Threshold: 1,
    });
  });

  it('is shown by the dashboard of metrics and named by the outputs', () => {
    const body = JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard', 'Metrics').Properties);

    expect(body).toContain('age of the oldest in the delivery queue');
    expect(body).toContain('dead-letter queue of the delivery queue');
    expect(template.findOutputs('DeliveryQueueUrl')).toMatchObject({
      DeliveryQueueUrl: { Value: { Ref: deliveryId() } },
    });
  });

  it('is refused when no function reads it', async () => {
    await expect(templateOf(stageContexts.dev, { queues })).rejects.toThrow(/no function reads the queue delivery/);
  });
});
