// What runs by the clock: the sweep for owed events, the report of overdue cases and the recount of the dashboard's counters.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface SchedulesProps {
  /** Sends owed events again; every minute. */
  readonly sweep: LambdaFunction;
  /** Corrects the counters; once a day. */
  readonly recount: LambdaFunction;
  /** Counts overdue cases; every five minutes. */
  readonly reportBreaches: LambdaFunction;
  /** Verifies and tidies up documents; every five minutes. */
  readonly documentsSweep: LambdaFunction;
}

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    // No retries: the next run does the same work, a late second run would overlap with it, and alarms count failed runs.
    // Two retry: the rule, what Lambda did not take; and Lambda, by default twice, what failed or was throttled.
    const target = (fn: LambdaFunction, interval: Duration) => {
      const once = { retryAttempts: 0, maxEventAge: interval };
      fn.configureAsyncInvoke(once);
      return new FunctionTarget(fn, once);
    };
    new Rule(this, 'Sweep', {
      description: 'Events that are pending for longer than a minute are sent again',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [target(props.sweep, Duration.minutes(1))],
    });
    new Rule(this, 'ReportBreaches', {
      description: 'Cases that are past their due date are counted',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [target(props.reportBreaches, Duration.minutes(5))],
    });
    new Rule(this, 'DocumentsSweep', {
      description: 'Uploads are verified that nobody completed, and bytes removed that no document has',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [target(props.documentsSweep, Duration.minutes(5))],
    });
    new Rule(this, 'Recount', {
      description: 'Counters of the dashboard are counted again',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [target(props.recount, Duration.hours(1))],
    });
  }
}
