// Entry of the repair: each minute it corrects counters for the rows of batches that broke off.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { repairDeps } from './compose.ts';
import { repairCounters } from './repair-counters.ts';

const deps = repairDeps(tableClient());

export const handler = schedule(() => repairCounters(deps), batchTools());
