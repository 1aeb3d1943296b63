// Entry of the recount: once a day it corrects the counters by the rows.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { dashboardDeps } from './compose.ts';
import { recount } from './recount.ts';

const deps = dashboardDeps(tableClient());

export const handler = schedule(() => recount(deps), batchTools());
