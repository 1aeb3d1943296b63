// Event source mappings of the queues: one for each function that a queue starts and each of its queues.
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { readersOf } from '../functions/queue-spec.ts';
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
      const { maxConcurrency } = spec.trigger;
      for (const { name } of queues.specs.filter((queue) => readersOf(queue, [spec]).length > 0)) {
        // Ten is the most that one ReceiveMessage returns; with partial responses a bad message costs its neighbours nothing.
        const settings = { batchSize: 10, reportBatchItemFailures: true, maxConcurrency };
        fn.addEventSource(new SqsEventSource(queues.named(name), settings));
      }
    }
  }
}
