// Entry of the sync function: events from the work queue, carried to their effects.
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
