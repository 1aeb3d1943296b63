// Entry of the sweeper: each minute, what is still owed is sent again, and what waits is measured.
import { tableClient } from '../../shared/adapters/clients.ts';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { batchTools } from '../../shared/runtime/compose.ts';
import { integrationDeps } from '../../shared/runtime/compose-stores.ts';
import { schedule } from '../../shared/runtime/schedule.ts';
import { scheduledSweep } from './sweep-outbox.ts';

const tools = batchTools();
const deps = integrationDeps(tableClient(), tools.log);
const sweep = scheduledSweep();

export const handler = schedule(async ({ measure }) => {
  const result = await sweep({
    ...deps,
    tell: ({ size, lagSeconds }) => {
      measure({ [hubMetrics.backlogSize]: [size, 'count'], [hubMetrics.lagSeconds]: [lagSeconds, 'seconds'] });
    },
  });
  measure({ [hubMetrics.dispatched]: [result.resent, 'count'] });
  // After the sweep: what is owed is sent although nobody can be told how much is parked.
  measure({ [hubMetrics.deadLetterDepth]: [await deps.deadLetters.count(), 'count'] });
  return result;
}, tools);
