// Entry of the report of overdue cases: counts them every five minutes.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { breachDeps } from './compose.ts';
import { reportBreaches } from './report-breaches.ts';

const tools = batchTools();
const deps = breachDeps(tableClient(), tools.meter);

export const handler = schedule(() => reportBreaches(deps), tools);
