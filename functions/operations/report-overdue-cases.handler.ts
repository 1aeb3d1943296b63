// Entry of the report of overdue cases: counts them every five minutes.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { overdueDeps } from './compose.ts';
import { reportOverdueCases } from './report-overdue-cases.ts';

const tools = batchTools();
const deps = overdueDeps(tableClient(), tools.meter);

export const handler = schedule(() => reportOverdueCases(deps), tools);
