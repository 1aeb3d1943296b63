// Entry of the sweeper: each minute it sends pending events again and measures pending events and parked letters.
import { tableClient } from '../../shared/adapters/clients.ts';
import { waitForAll } from '../../shared/async/wait-for-all.ts';
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { sweepDeps } from './compose-sweep.ts';
import { scheduledSweep } from './sweep-outbox.ts';

const tools = batchTools();
const deps = sweepDeps(tableClient(), tools.log);
const sweep = scheduledSweep();

export const handler = schedule(async ({ measure }) => {
  // Pending events are sent also when the count of parked letters fails, and the other way round.
  const [result] = await waitForAll([
    sweep({
      ...deps,
      tell: ({ size, lagSeconds }) => {
        measure({ [hubMetrics.backlogSize]: [size, 'count'], [hubMetrics.lagSeconds]: [lagSeconds, 'seconds'] });
      },
    }),
    deps.parkedDeadLetters().then((depth) => measure({ [hubMetrics.deadLetterDepth]: [depth, 'count'] })),
  ]);
  measure({ [hubMetrics.dispatched]: [result.resent, 'count'] });
  return result;
}, tools);
