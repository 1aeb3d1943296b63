// Event source mappings of the queues: sync reads the work queue, park reads both failure queues.
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { HubQueues } from './hub-queues.ts';

/** Sync environments at once. Each writes about 200 items a second; more only collide on one account's other limits. */
export const syncMaxConcurrency = 10;

export interface QueueMappingsProps {
  readonly queues: HubQueues;
  readonly sync: LambdaFunction;
  readonly park: LambdaFunction;
}

export class QueueMappings extends Construct {
  constructor(scope: Construct, id: string, props: QueueMappingsProps) {
    super(scope, id);
    // Ten is the most that one ReceiveMessage returns; with partial responses a bad message costs its neighbours nothing.
    const batch = { batchSize: 10, reportBatchItemFailures: true };
    props.sync.addEventSource(
      // A ceiling on the mapping, not reserved concurrency: with the latter throttled polls would burn receive counts.
      new SqsEventSource(props.queues.work, { ...batch, maxConcurrency: syncMaxConcurrency }),
    );
    for (const queue of [props.queues.deadLetters, props.queues.streamFailures]) {
      // Two is the least SQS mappings take; parking is rare and must not crowd out other functions.
      props.park.addEventSource(new SqsEventSource(queue, { ...batch, maxConcurrency: 2 }));
    }
  }
}
