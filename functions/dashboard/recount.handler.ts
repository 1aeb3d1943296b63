// Entry of the recount: once a day the counters are made to agree with the rows.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/compose.ts';
import { dashboardDeps } from '../../shared/runtime/compose-stores.ts';
import { schedule } from '../../shared/runtime/schedule.ts';
import { recount } from './recount.ts';

const deps = dashboardDeps(tableClient());

export const handler = schedule(() => recount(deps), batchTools());
