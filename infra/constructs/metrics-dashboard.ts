// The CloudWatch dashboard of a stage: what the hub measures about events, and beside it what AWS measures about the
// parts that carry them. Names come from shared/observability/hub-metrics.ts.
import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApiBase } from 'aws-cdk-lib/aws-apigateway';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  PeriodOverride,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { hubMetric } from './hub-metric.ts';
import type { HubQueues } from './hub-queues.ts';

export interface MetricsDashboardProps {
  readonly queues: HubQueues;
  readonly api: RestApiBase;
  /** Functions whose errors and throttles are shown, by name. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly alarms: readonly IAlarm[];
}

const minute = { period: Duration.minutes(1) };
const half = 12;

/** One dashboard, named as the stack. */
export class MetricsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: MetricsDashboardProps) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.hours(3),
      periodOverride: PeriodOverride.AUTO,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 2 * half, height: 4 })],
        [gaugesOf(this)],
        [eventsOf(this), timesOf(this)],
        [queuesOf(props.queues), functionsOf(props.functions)],
        [requestsOf(props.api), dedupOf(this)],
      ],
    });
  }
}

const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
  new GraphWidget({ title, left: [...left], right: [...right], width: half, height: 6 });

function gaugesOf(scope: Construct): SingleValueWidget {
  const latest = (name: string) => hubMetric(scope, name, { ...minute, statistic: Stats.MAXIMUM, label: name });
  return new SingleValueWidget({
    title: 'Waiting now',
    metrics: [
      latest(hubMetrics.backlogSize),
      latest(hubMetrics.lagSeconds),
      latest(hubMetrics.deadLetterDepth),
      latest(hubMetrics.overdueCases),
    ],
    width: 2 * half,
    height: 3,
  });
}

function eventsOf(scope: Construct): GraphWidget {
  const { dispatched, processed, skipped, failed, deadLettered } = hubMetrics;
  const sum = (name: string) => hubMetric(scope, name, { ...minute, statistic: Stats.SUM, label: name });
  return graph('Events', [dispatched, processed, skipped, failed, deadLettered].map(sum));
}

/** Functions emit each time by itself, so that CloudWatch works out the percentile over all environments. */
function timesOf(scope: Construct): GraphWidget {
  const time = (statistic: string, label: string) =>
    hubMetric(scope, hubMetrics.processingTime, { ...minute, statistic, label });
  return graph(
    'Time of one message, deliveries before it',
    [time(Stats.percentile(50), 'processing_time_p50'), time(Stats.percentile(95), 'processing_time_p95')],
    [hubMetric(scope, hubMetrics.retryDepth, { ...minute, statistic: Stats.MAXIMUM, label: hubMetrics.retryDepth })],
  );
}

function queuesOf(queues: HubQueues): GraphWidget {
  const waiting = { ...minute, statistic: Stats.MAXIMUM };
  return graph(
    'Queues',
    queues.specs.map(({ name, title }) =>
      queues.named(name).metricApproximateNumberOfMessagesVisible({ ...waiting, label: title }),
    ),
    queues.specs
      .filter(({ kind }) => kind === 'events')
      .map(({ name, title }) =>
        queues
          .named(name)
          .metricApproximateAgeOfOldestMessage({ ...waiting, label: `age of the oldest in the ${title}, s` }),
      ),
  );
}

function functionsOf(functions: MetricsDashboardProps['functions']): GraphWidget {
  const entries = [...functions];
  return graph(
    'Errors and throttles of functions',
    entries.map(([name, fn]) => fn.metricErrors({ ...minute, label: `${name} errors` })),
    entries.map(([name, fn]) => fn.metricThrottles({ ...minute, label: `${name} throttles` })),
  );
}

function requestsOf(api: RestApiBase): GraphWidget {
  return graph(
    'API',
    [
      api.metricCount({ ...minute, statistic: Stats.SUM, label: 'requests' }),
      api.metricClientError({ ...minute, statistic: Stats.SUM, label: '4xx' }),
      api.metricServerError({ ...minute, statistic: Stats.SUM, label: '5xx' }),
    ],
    [api.metricLatency({ ...minute, statistic: Stats.percentile(95), label: 'latency p95, ms' })],
  );
}

function dedupOf(scope: Construct): GraphWidget {
  const { dedupHits, dedupMisses, dedupErrors } = hubMetrics;
  const sum = (name: string) => hubMetric(scope, name, { ...minute, statistic: Stats.SUM, label: name });
  return graph('Repetitions recognised', [dedupHits, dedupMisses, dedupErrors].map(sum));
}
