// Entry of the relay: new outbox events from the table's stream, onto the work queue.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { streamBatch } from '../../shared/runtime/batch/stream-batch.ts';
import type { EventItem } from '../../shared/table/outbox/items.ts';
import { sendDeps } from './compose-relay.ts';
import { relayEvents } from './relay-events.ts';

const tools = batchTools();
const deps = sendDeps(tools.log);

export const handler = streamBatch(async (records, { measure }) => {
  const outcome = await relayEvents(
    records.map(({ sequenceNumber, newImage }) => ({ sequenceNumber, item: newImage as unknown as EventItem })),
    deps,
  );
  measure({ [hubMetrics.dispatched]: [records.length - outcome.failedSequenceNumbers.length, 'count'] });
  return outcome;
}, tools);
