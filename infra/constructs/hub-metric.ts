// A metric that the functions of this stack emit: namespace and dimension as Powertools writes them.
import { Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { metricNamespace } from '../../shared/observability/hub-metrics.ts';

/** @param name One of `hubMetrics`. */
export function hubMetric(scope: Construct, name: string, options: MetricOptions): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: name,
    dimensionsMap: { service: Stack.of(scope).stackName },
    ...options,
  });
}
