// What wakes someone up. Each alarm's description names the section of the runbook that says what to do.
import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { hubMetric } from './hub-metric.ts';
import type { HubQueues } from './hub-queues.ts';

/** Sections of docs/runbook.md that alarms link. */
export const runbookSections = [
  'messages-are-parked',
  'dead-letters-wait',
  'events-are-owed-too-long',
  'cases-are-overdue',
  'dead-letter-queue-not-empty',
  'stream-failure-queue-not-empty',
  'stream-reader-falls-behind',
  'work-queue-falls-behind',
  'sync-fails',
  'background-function-fails',
  'api-server-errors',
] as const;
export type RunbookSection = (typeof runbookSections)[number];

export interface AlarmsProps {
  readonly queues: HubQueues;
  readonly api: RestApi;
  readonly sync: LambdaFunction;
  /** Is started by messages and stream records that were given up, and by nothing else. */
  readonly park: LambdaFunction;
  /** Functions that read the table's stream. */
  readonly streamReaders: Readonly<Record<string, LambdaFunction>>;
  /** Functions that work in the background all the time, beside sync. */
  readonly background: Readonly<Record<string, LambdaFunction>>;
  /** Functions that run each minute: when they do not, nobody hears of what they would find. */
  readonly everyMinute: Readonly<Record<string, LambdaFunction>>;
  /** Functions that run every few minutes: two failures within a quarter of an hour count. */
  readonly everyFewMinutes: Readonly<Record<string, LambdaFunction>>;
  /** Functions that run once a day: their first failure counts, the next would come a day later. */
  readonly daily: Readonly<Record<string, LambdaFunction>>;
  /** SNS topic that every alarm notifies when it goes off and when it is over. @default alarms change state and notify nobody */
  readonly topicArn?: string;
}

interface AlarmSpec {
  readonly section: RunbookSection;
  /** One sentence: what it means for people. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** In alarm from this value on; with silence as the fault, below it. */
  readonly threshold: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** What silence means: nothing is wrong, nothing is known and the alarm stays as it is, or this is the fault. @default fine */
  readonly silence?: keyof typeof missingData;
}

const missingData = {
  fine: TreatMissingData.NOT_BREACHING,
  unknown: TreatMissingData.IGNORE,
  fault: TreatMissingData.BREACHING,
} as const;

const fiveMinutes = { period: Duration.minutes(5) };

export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.topicArn === undefined ? undefined : Topic.fromTopicArn(this, 'Topic', props.topicArn);
    const specs = { ...hubSpecs(this), ...alarmSpecs(props) };
    this.alarms = Object.entries(specs).map(([name, spec]) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: `${spec.meaning}. See docs/runbook.md#${spec.section}`,
        metric: spec.metric,
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

/** Alarms on what the hub itself measures. The sweep emits the first two each minute: without it nothing is known of them. */
function hubSpecs(scope: Construct): Readonly<Record<string, AlarmSpec>> {
  const highest = (name: string) => hubMetric(scope, name, { ...fiveMinutes, statistic: Stats.MAXIMUM });
  return {
    Lag: {
      section: 'events-are-owed-too-long',
      meaning: 'An event has been owed for more than five minutes, wherever it is stuck',
      metric: highest(hubMetrics.lagSeconds),
      threshold: 300,
      silence: 'unknown',
    },
    DeadLettersWait: {
      section: 'dead-letters-wait',
      meaning: 'Dead letters have been waiting for a decision for an hour',
      metric: highest(hubMetrics.deadLetterDepth),
      threshold: 1,
      periods: 12,
      silence: 'unknown',
    },
    OverdueCases: {
      section: 'cases-are-overdue',
      meaning: 'Cases that are not closed are past their due date',
      metric: highest(hubMetrics.overdueCases),
      threshold: 1,
      // The report runs less often than a period: between two of its runs nothing is known.
      silence: 'unknown',
    },
  };
}

function alarmSpecs(props: AlarmsProps): Readonly<Record<string, AlarmSpec>> {
  return { ...queueSpecs(props), ...functionSpecs(props) };
}

const waiting = { ...fiveMinutes, statistic: Stats.MAXIMUM };

/** Alarms on what is waiting, or was given up. */
function queueSpecs({ park, queues }: AlarmsProps): Readonly<Record<string, AlarmSpec>> {
  return {
    Parked: {
      section: 'messages-are-parked',
      meaning: 'Messages or stream records failed for good within five minutes and were given to parking',
      // Failures of single messages are partial answers, which are no Errors, and parking leaves the queues empty:
      // that park runs at all is the one sign of them.
      metric: park.metricInvocations({ ...fiveMinutes, statistic: Stats.SUM }),
      threshold: 1,
    },
    DeadLetters: {
      section: 'dead-letter-queue-not-empty',
      meaning: 'Messages wait in the dead-letter queue, so parking them for an operator fails too',
      metric: queues.deadLetters.metricApproximateNumberOfMessagesVisible(waiting),
      threshold: 1,
      // Parking empties the queue within seconds; two periods let it retry.
      periods: 2,
    },
    StreamFailures: {
      section: 'stream-failure-queue-not-empty',
      meaning: 'Stream records were given up and wait to be parked',
      metric: queues.streamFailures.metricApproximateNumberOfMessagesVisible(waiting),
      threshold: 1,
      periods: 2,
    },
    WorkQueueAge: {
      section: 'work-queue-falls-behind',
      meaning: 'The oldest event has been waiting in the work queue for more than five minutes',
      metric: queues.work.metricApproximateAgeOfOldestMessage(waiting),
      threshold: 300,
    },
  };
}

/** Alarms on what fails or falls behind. */
function functionSpecs(props: AlarmsProps): Readonly<Record<string, AlarmSpec>> {
  return {
    SyncErrors: {
      section: 'sync-fails',
      meaning: 'The sync function crashed or timed out three times within five minutes',
      metric: props.sync.metricErrors(fiveMinutes),
      threshold: 3,
    },
    ApiServerErrors: {
      section: 'api-server-errors',
      meaning: 'The API answered five requests with 5xx within five minutes',
      metric: props.api.metricServerError({ ...fiveMinutes, statistic: Stats.SUM }),
      threshold: 5,
    },
    ...eachOf(props.streamReaders, 'IteratorAge', (name, reader) => ({
      section: 'stream-reader-falls-behind',
      meaning: `The ${name} is twelve hours behind the table's stream, which keeps 24`,
      metric: reader.metric('IteratorAge', waiting),
      threshold: Duration.hours(12).toMilliseconds(),
    })),
    ...eachOf(props.background, 'Errors', (name, fn) => ({
      section: 'background-function-fails',
      meaning: `The ${name} crashed or timed out three times within five minutes`,
      metric: fn.metricErrors(fiveMinutes),
      threshold: 3,
    })),
    ...eachOf(props.everyMinute, 'Silence', (name, fn) => ({
      section: 'background-function-fails',
      meaning: `The ${name}, which runs each minute, has not run for five`,
      metric: fn.metricInvocations({ ...fiveMinutes, statistic: Stats.SUM }),
      threshold: 1,
      silence: 'fault' as const,
    })),
    ...eachOf(props.everyFewMinutes, 'Errors', (name, fn) => ({
      section: 'background-function-fails',
      meaning: `The ${name} failed twice within fifteen minutes`,
      metric: fn.metricErrors({ period: Duration.minutes(15) }),
      threshold: 2,
    })),
    ...eachOf(props.daily, 'Errors', (name, fn) => ({
      section: 'background-function-fails',
      meaning: `The ${name}, which runs once a day, failed`,
      metric: fn.metricErrors(fiveMinutes),
      threshold: 1,
    })),
  };
}

function eachOf(
  functions: Readonly<Record<string, LambdaFunction>>,
  suffix: string,
  spec: (name: string, fn: LambdaFunction) => AlarmSpec,
): Readonly<Record<string, AlarmSpec>> {
  return Object.fromEntries(Object.entries(functions).map(([name, fn]) => [`${name}-${suffix}`, spec(name, fn)]));
}
