// Entry of the sync function: runs the effects of events from the work queue.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { queueBatch } from '../../shared/runtime/batch/queue-batch.ts';
import { syncDeps } from './compose.ts';
import { handleMessage } from './handle-message.ts';
import { measuredSync } from './measured-sync.ts';

const deps = syncDeps(tableClient());

export const handler = queueBatch(async (message, context) => {
  context.note({ ...(await measuredSync(message.attempt, context.measure, () => handleMessage(message, deps))) });
}, batchTools());
