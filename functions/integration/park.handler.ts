// Entry of the parking function: what failed for good, from the dead-letter and stream failure queues, to an operator's list.
import { tableClient } from '../../shared/adapters/clients.ts';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { batchTools } from '../../shared/runtime/compose.ts';
import { parkDeps } from '../../shared/runtime/compose-stores.ts';
import { queueBatch } from '../../shared/runtime/queue-batch.ts';
import { parkMessage } from './park-message.ts';

const deps = parkDeps(tableClient());

export const handler = queueBatch(async ({ body, sentAt }, context) => {
  const parked = await parkMessage({ body, sentAtMs: Date.parse(sentAt) }, deps);
  context.note({ parked });
  if (parked === 'parked') context.measure({ [hubMetrics.deadLettered]: [1, 'count'] });
}, batchTools());
