// Schedules: one rule for each function whose row has a rate.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { pascal } from '../logical-id.ts';
import type { HubFunction } from './hub-function.ts';

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, functions: readonly HubFunction[]) {
    super(scope, id);
    for (const { spec, function: fn } of functions) {
      if (spec.trigger.kind !== 'schedule') continue;
      const { everyMinutes } = spec.trigger;
      // No retries: the next run does the same work, a late second run would overlap with it, and alarms count failed runs.
      // Two retry: the rule, what Lambda did not take; and Lambda, by default twice, what failed or was throttled.
      const once = { retryAttempts: 0, maxEventAge: Duration.minutes(Math.min(everyMinutes, 60)) };
      fn.configureAsyncInvoke(once);
      new Rule(this, pascal(spec.name), {
        description: spec.description,
        schedule: Schedule.rate(Duration.minutes(everyMinutes)),
        targets: [new FunctionTarget(fn, once)],
      });
    }
  }
}
