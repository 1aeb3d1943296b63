// Routes of the integration boundary.
import * as z from 'zod/mini';
import { eventListQuery, integrationEvent } from '../../shared/contracts/integration-event.ts';
import { pageOf } from '../../shared/contracts/page.ts';
import { syncLog, syncLogListQuery } from '../../shared/contracts/sync-log.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import { type DeadLetterDeps, deadLetterRoutes } from './dead-letter-routes.ts';
import { type ListEventsDeps, listEvents, listSyncLogs } from './list-events.ts';
import { type SweepOutboxDeps, sweepAllOverdue } from './sweep-outbox.ts';

export type IntegrationDeps = ListEventsDeps &
  SweepOutboxDeps &
  DeadLetterDeps & {
    readonly events: SweepOutboxDeps['events'] & DeadLetterDeps['events'];
  };

const define = route<IntegrationDeps>();

export const integrationRoutes: readonly Route<IntegrationDeps>[] = [
  define({
    method: 'GET',
    path: '/integration/events',
    operationId: 'listEvents',
    summary:
      'List events, newest first; with correlation_id, those of one submission, oldest first; created_from and created_to bound the creation of the event',
    permission: 'event:read',
    query: eventListQuery,
    responses: { 200: { description: 'A page of events', schema: pageOf(integrationEvent) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listEvents(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/integration/sync-logs',
    operationId: 'listSyncLogs',
    summary:
      'List outcomes of synchronisation, newest first; with correlation_id, those of one submission, oldest first; created_from and created_to bound the creation of the event or the time of the failed attempt',
    permission: 'event:read',
    query: syncLogListQuery,
    responses: { 200: { description: 'A page of sync logs', schema: pageOf(syncLog) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listSyncLogs(query, deps) }),
  }),
  ...deadLetterRoutes,
  define({
    method: 'POST',
    path: '/jobs/sweep',
    operationId: 'runSweep',
    summary: 'Send all events again that have been owed for longer than a minute',
    permission: 'job:run',
    responses: {
      200: {
        description:
          'How many were sent within seven seconds, and how many are left for another call; of a long backlog not all are counted',
        schema: z.object({ resent: z.number(), older_than_seconds: z.number(), left: z.number() }),
      },
    },
    handle: async (_, deps) => ({ status: 200, body: await sweepAllOverdue(deps) }),
  }),
];
