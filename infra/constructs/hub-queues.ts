// The queue that events travel on, its dead-letter queue, and the queue of stream batches that were given up.
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { QueueTrigger } from '../functions/function-spec.ts';

/** Deliveries of one message before it goes to the dead-letter queue. */
export const maxReceiveCount = 5;

export interface HubQueuesProps {
  /** Timeout of the function that reads the work queue, in seconds. @default none: the stage decides */
  readonly consumerTimeoutSeconds: number;
}

export class HubQueues extends Construct {
  /** One CloudEvents document per message. */
  readonly work: Queue;
  /** Messages that failed `maxReceiveCount` times. */
  readonly deadLetters: Queue;
  /** Positions of stream records that a mapping gave up on. */
  readonly streamFailures: Queue;

  constructor(scope: Construct, id: string, props: HubQueuesProps) {
    super(scope, id);
    const shared: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    // A message keeps its age when it moves here, so this queue must keep longer than its source: 14 days is the most SQS allows.
    const failures: QueueProps = {
      ...shared,
      retentionPeriod: Duration.days(14),
      // Their reader has 10 s; a second delivery may only start when the first is certainly over.
      visibilityTimeout: Duration.seconds(60),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', failures);
    this.streamFailures = new Queue(this, 'StreamFailures', failures);
    this.work = new Queue(this, 'Work', {
      ...shared,
      retentionPeriod: Duration.days(4),
      // Six times the consumer's timeout: the poller may hold a batch and be throttled a few times before it runs.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    acknowledge(this.streamFailures, {
      SQS3: 'this is itself a failure queue: a function empties it, an alarm watches it, and a queue behind it would only move the question',
    });
  }

  /** Queues by the name that alarms know them by. */
  get byName(): ReadonlyMap<string, Queue> {
    return new Map(
      Object.entries({ work: this.work, deadLetters: this.deadLetters, streamFailures: this.streamFailures }),
    );
  }

  /** The queues that the trigger of a row names. */
  readBy(names: QueueTrigger['queues']): readonly Queue[] {
    return names === 'failures' ? [this.deadLetters, this.streamFailures] : names.map((name) => this[name]);
  }
}
