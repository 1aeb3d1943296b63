// The integration boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { bulkResult } from '../../shared/contracts/bulk.ts';
import {
  bulkRedriveBody,
  deadLetter,
  deadLetterDecisionBody,
  deadLetterStatuses,
} from '../../shared/contracts/dead-letter.ts';
import { deadLetterId } from '../../shared/contracts/ids.ts';
import { eventListQuery, integrationEvent } from '../../shared/contracts/integration-event.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { syncLog, syncLogListQuery } from '../../shared/contracts/sync-log.ts';
import { type Route, route } from '../../shared/runtime/http/route.ts';
import {
  type DecideDeadLetterDeps,
  dismissDeadLetter,
  redriveDeadLetter,
  redriveDeadLetters,
} from './decide-dead-letters.ts';
import { type ListEventsDeps, listEvents, listSyncLogs } from './list-events.ts';
import { listDeadLetters, type ReadIntegrationDeps, readDeadLetter, shownTo } from './read-integration.ts';
import { type SweepOutboxDeps, sweepAllOverdue } from './sweep-outbox.ts';

export type IntegrationDeps = ReadIntegrationDeps &
  ListEventsDeps &
  SweepOutboxDeps &
  DecideDeadLetterDeps & {
    readonly events: SweepOutboxDeps['events'] & DecideDeadLetterDeps['events'];
    readonly deadLetters: ReadIntegrationDeps['deadLetters'] & DecideDeadLetterDeps['deadLetters'];
  };

const define = route<IntegrationDeps>();
const letterParams = z.object({ dead_letter_id: deadLetterId });
const letterQuery = z.strictObject({ ...pageQuery.shape, status: z.optional(z.enum(deadLetterStatuses)) });

export const integrationRoutes: readonly Route<IntegrationDeps>[] = [
  define({
    method: 'GET',
    path: '/integration/events',
    operationId: 'listEvents',
    summary:
      'List events, newest first; with correlation_id, those of one record, oldest first; created_from and created_to are about when the event was made',
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
      'List outcomes of synchronisation, newest first; with correlation_id, those of one record, oldest first; created_from and created_to are about when the event was made',
    permission: 'event:read',
    query: syncLogListQuery,
    responses: { 200: { description: 'A page of sync logs', schema: pageOf(syncLog) } },
    handle: async ({ query }, deps) => ({ status: 200, body: await listSyncLogs(query, deps) }),
  }),
  define({
    method: 'GET',
    path: '/integration/dead-letters',
    operationId: 'listDeadLetters',
    summary: 'List messages that failed for good, newest first; with status, those that wait or were decided about',
    permission: 'dead-letter:read',
    query: letterQuery,
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
    params: letterParams,
    responses: { 200: { description: 'The dead letter', schema: deadLetter } },
    handle: async ({ params, caller }, deps) => ({
      status: 200,
      body: await readDeadLetter(params.dead_letter_id, readerOf(caller), deps),
    }),
  }),
  define({
    method: 'POST',
    path: '/integration/dead-letters/{dead_letter_id}/redrive',
    operationId: 'redriveDeadLetter',
    summary: "Put a dead letter's event back to work, unchanged; at most five times",
    permission: 'dead-letter:decide',
    params: letterParams,
    body: deadLetterDecisionBody,
    responses: { 200: { description: 'The dead letter, redriven', schema: deadLetter } },
    problems: [409],
    handle: async ({ params, body, caller, idempotencyKeyHash, payloadFingerprint }, deps) => {
      const letter = await redriveDeadLetter(
        {
          deadLetterId: params.dead_letter_id,
          reason: body.reason,
          decidedBy: caller,
          idempotencyKeyHash,
          payloadFingerprint,
        },
        deps,
      );
      return { status: 200, body: shownTo(readerOf(caller), letter) };
    },
  }),
  define({
    method: 'POST',
    path: '/integration/dead-letters/{dead_letter_id}/dismiss',
    operationId: 'dismissDeadLetter',
    summary: 'Decide that nothing is to be done about a dead letter; its event stays given up',
    permission: 'dead-letter:decide',
    params: letterParams,
    body: deadLetterDecisionBody,
    responses: { 200: { description: 'The dead letter, dismissed', schema: deadLetter } },
    problems: [409],
    handle: async ({ params, body, caller, idempotencyKeyHash, payloadFingerprint }, deps) => {
      const letter = await dismissDeadLetter(
        {
          deadLetterId: params.dead_letter_id,
          reason: body.reason,
          decidedBy: caller,
          idempotencyKeyHash,
          payloadFingerprint,
        },
        deps,
      );
      return { status: 200, body: shownTo(readerOf(caller), letter) };
    },
  }),
  define({
    method: 'POST',
    path: '/integration/dead-letters/redrive',
    operationId: 'redriveDeadLetters',
    summary: 'Put the events of up to a hundred dead letters back to work; each has its own outcome',
    permission: 'dead-letter:decide',
    body: bulkRedriveBody,
    responses: { 200: { description: 'What became of each', schema: bulkResult } },
    handle: async ({ body, caller, idempotencyKeyHash, payloadFingerprint }, deps) => ({
      status: 200,
      body: await redriveDeadLetters(
        {
          deadLetterIds: body.dead_letter_ids,
          reason: body.reason,
          decidedBy: caller,
          idempotencyKeyHash,
          payloadFingerprint,
        },
        deps,
      ),
    }),
  }),
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
