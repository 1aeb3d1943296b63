// Entry of the parking function: messages of the dead-letter and stream failure queues become dead letters.
import { tableClient } from '../../shared/adapters/clients.ts';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { queueBatch } from '../../shared/runtime/batch/queue-batch.ts';
import { parkDeps } from './compose.ts';
import { parkMessage } from './park-message.ts';

const deps = parkDeps(tableClient());

export const handler = queueBatch(async ({ body, sentAt }, context) => {
  const parked = await parkMessage({ body, sentAtMs: Date.parse(sentAt) }, deps);
  context.note({ parked });
  if (parked === 'parked') context.measure({ [hubMetrics.deadLettered]: [1, 'count'] });
}, batchTools());
