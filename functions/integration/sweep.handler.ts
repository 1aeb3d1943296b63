// Entry of the sweeper: each minute, what is still owed is sent again.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/compose.ts';
import { integrationDeps } from '../../shared/runtime/compose-stores.ts';
import { schedule } from '../../shared/runtime/schedule.ts';
import { sweepOutbox } from './sweep-outbox.ts';

const tools = batchTools();
const deps = integrationDeps(tableClient(), tools.log);

export const handler = schedule(() => sweepOutbox(deps), tools);
