// Makes the alarms of the rows. Each alarm's description names the section of the runbook that says what to do.
import { Duration } from 'aws-cdk-lib';
import type { RestApiBase } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmSpec } from '../functions/alarm-spec.ts';
import { hubMetric } from './hub-metric.ts';
import type { HubQueues } from './hub-queues.ts';

export interface AlarmsProps {
  readonly alarms: readonly AlarmSpec[];
  readonly api: RestApiBase;
  /** Functions by name. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly queues: HubQueues;
  /** SNS topic that every alarm notifies when it goes off and when it is over. @default alarms change state and notify nobody */
  readonly topicArn?: string;
}

const missingData = {
  fine: TreatMissingData.NOT_BREACHING,
  unknown: TreatMissingData.IGNORE,
  fault: TreatMissingData.BREACHING,
} as const;

export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.topicArn === undefined ? undefined : Topic.fromTopicArn(this, 'Topic', props.topicArn);
    this.alarms = props.alarms.map((spec) => {
      const alarm = new Alarm(this, spec.name, {
        alarmDescription: `${spec.meaning}. See docs/runbook.md#${spec.section}`,
        metric: metricOf(this, spec, props),
        threshold: spec.threshold,
        evaluationPeriods: spec.periods ?? 1,
        comparisonOperator:
          spec.silence === 'fault'
            ? ComparisonOperator.LESS_THAN_THRESHOLD
            : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Most of what an idle hub does not do sends no metrics.
        treatMissingData: missingData[spec.silence ?? 'fine'],
      });
      if (topic !== undefined) {
        // Both transitions: who was woken up also hears that it is over.
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
      }
      return alarm;
    });
  }
}

function metricOf(scope: Construct, { watches, periodMinutes = 5 }: AlarmSpec, props: AlarmsProps): IMetric {
  const period = Duration.minutes(periodMinutes);
  const [sum, highest] = [
    { period, statistic: Stats.SUM },
    { period, statistic: Stats.MAXIMUM },
  ];
  if (watches.kind === 'api') return props.api.metricServerError(sum);
  if (watches.kind === 'queue') {
    const queue = props.queues.named(watches.name);
    return watches.measure === 'messages'
      ? queue.metricApproximateNumberOfMessagesVisible(highest)
      : queue.metricApproximateAgeOfOldestMessage(highest);
  }
  const { measure, name } = watches;
  if (typeof measure !== 'string') return hubMetric(scope, measure.emitted, highest);
  const fn = props.functions.get(name);
  if (fn === undefined) throw new Error(`an alarm watches ${name}, which the stack does not have`);
  switch (measure) {
    case 'errors':
      return fn.metricErrors(sum);
    case 'invocations':
      return fn.metricInvocations(sum);
    case 'iterator-age':
      return fn.metric('IteratorAge', highest);
  }
}
