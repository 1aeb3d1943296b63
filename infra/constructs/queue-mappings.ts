// Event source mappings of the queues: one for each queue that the row of a function names.
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { HubFunction } from './hub-function.ts';
import type { HubQueues } from './hub-queues.ts';

export interface QueueMappingsProps {
  readonly queues: HubQueues;
  readonly functions: readonly HubFunction[];
}

export class QueueMappings extends Construct {
  constructor(scope: Construct, id: string, { queues, functions }: QueueMappingsProps) {
    super(scope, id);
    for (const { spec, function: fn } of functions) {
      if (spec.trigger.kind !== 'queue') continue;
      const { maxConcurrency, queues: names } = spec.trigger;
      for (const queue of queues.readBy(names)) {
        // Ten is the most that one ReceiveMessage returns; with partial responses a bad message costs its neighbours nothing.
        fn.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency }));
      }
    }
  }
}
