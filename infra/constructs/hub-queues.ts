// The queues of the rows: those that events travel on, their dead-letter queues, and the queue of what stream readers give up.
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type FunctionSpec, timeoutSecondsOf } from '../functions/function-spec.ts';
import { type QueueSpec, readersOf, streamFailures } from '../functions/queue-spec.ts';
import { pascal } from '../logical-id.ts';
import type { StageConfig } from '../stage.ts';

export interface HubQueuesProps {
  readonly specs: readonly QueueSpec[];
  /** Functions of the stack; visibility timeouts follow from the timeouts of those that read. */
  readonly functions: readonly FunctionSpec[];
  readonly stage: StageConfig;
}

export class HubQueues extends Construct {
  readonly specs: readonly QueueSpec[];
  private readonly byName: ReadonlyMap<string, Queue>;

  /** @throws Error for a queue that no function reads. */
  constructor(scope: Construct, id: string, props: HubQueuesProps) {
    super(scope, id);
    this.specs = props.specs;
    const made = new Map<string, Queue>();
    // A dead-letter queue is made before its source, which refers to it.
    for (const spec of [...this.specs].reverse()) {
      const to = spec.redrive && made.get(spec.redrive.to);
      const queue = new Queue(this, pascal(spec.name), {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(spec.retentionDays),
        visibilityTimeout: Duration.seconds(spec.visibilityTimeouts * readerTimeoutSeconds(spec, props)),
        ...(spec.redrive === undefined || to === undefined
          ? {}
          : { deadLetterQueue: { queue: to, maxReceiveCount: spec.redrive.maxReceiveCount } }),
      });
      made.set(spec.name, queue);
    }
    this.byName = made;
    acknowledge(this.named(streamFailures), {
      SQS3: 'this is itself a failure queue: a function empties it, an alarm watches it, and a queue behind it would only move the question',
    });
  }

  /** @throws Error for a name without a row. */
  named(name: string): Queue {
    const found = this.byName.get(name);
    if (found === undefined) throw new Error(`no row of infra/functions/queues.ts makes a queue ${name}`);
    return found;
  }
}

function readerTimeoutSeconds(spec: QueueSpec, { functions, stage }: HubQueuesProps): number {
  const timeouts = readersOf(spec, functions).map((reader) => timeoutSecondsOf(reader, stage));
  if (timeouts.length === 0) {
    throw new Error(`no function reads the queue ${spec.name}; give the trigger of a row in infra/functions its name`);
  }
  return Math.max(...timeouts);
}
