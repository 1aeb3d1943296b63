// The integration boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { correlationId, deadLetterId } from '../../shared/contracts/ids.ts';
import { deadLetter, integrationEvent, syncLog } from '../../shared/contracts/integration.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { type Route, route } from '../../shared/runtime/route.ts';
import {
  listDeadLetters,
  listEvents,
  listSyncLogs,
  type ReadIntegrationDeps,
  readDeadLetter,
} from './read-integration.ts';
import { type SweepOutboxDeps, sweepAllOverdue } from './sweep-outbox.ts';

export type IntegrationDeps = ReadIntegrationDeps &
  SweepOutboxDeps & { readonly events: ReadIntegrationDeps['events'] & SweepOutboxDeps['events'] };

const define = route<IntegrationDeps>();
const historyQuery = z.strictObject({ ...pageQuery.shape, correlation_id: z.optional(correlationId) });

export const integrationRoutes: readonly Route<IntegrationDeps>[] = [
  define({
    method: 'GET',
    path: '/integration/events',
    operationId: 'listEvents',
    summary: 'List events, newest first; with correlation_id, those of one record, oldest first',
    permission: 'event:read',
    query: historyQuery,
    responses: { 200: { description: 'A page of events', schema: pageOf(integrationEvent) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listEvents(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/integration/sync-logs',
    operationId: 'listSyncLogs',
    summary: 'List outcomes of synchronisation, newest first; with correlation_id, those of one record, oldest first',
    permission: 'event:read',
    query: historyQuery,
    responses: { 200: { description: 'A page of sync logs', schema: pageOf(syncLog) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listSyncLogs(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/integration/dead-letters',
    operationId: 'listDeadLetters',
    summary: 'List messages that failed for good, newest first',
    permission: 'dead-letter:read',
    query: pageQuery,
    responses: { 200: { description: 'A page of dead letters', schema: pageOf(deadLetter) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listDeadLetters(query, readerOf(caller), deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/integration/dead-letters/{dead_letter_id}',
    operationId: 'getDeadLetter',
    summary: 'Read one dead letter with its cause',
    permission: 'dead-letter:read',
    params: z.object({ dead_letter_id: deadLetterId }),
    responses: { 200: { description: 'The dead letter', schema: deadLetter } },
    handle: async ({ params, caller }, deps) => ({
      status: 200,
      body: await readDeadLetter(params.dead_letter_id, readerOf(caller), deps),
    }),
  }),
  define({
    method: 'POST',
    path: '/jobs/sweep',
    operationId: 'runSweep',
    summary: 'Send events again that have been owed for longer than a minute',
    permission: 'job:run',
    responses: {
      200: {
        description: 'What was sent again',
        schema: z.object({ resent: z.number(), older_than_seconds: z.number() }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: await sweepAllOverdue(deps) }),
  }),
];
