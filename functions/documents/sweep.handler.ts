// Entry of the document sweep: does the pending work on documents every five minutes.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { schedule } from '../../shared/runtime/batch/schedule.ts';
import { documentWorkDeps } from './compose.ts';
import { sweepDocuments } from './sweep-documents.ts';

const tools = batchTools();
const deps = documentWorkDeps(tableClient(), tools.log);

export const handler = schedule(({ remainingTimeMs }) => sweepDocuments(deps, remainingTimeMs), tools);
