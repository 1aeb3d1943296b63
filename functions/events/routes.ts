// The integration boundary's part of the API.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import { bulkResult } from '../../shared/contracts/bulk.ts';
import {
  bulkRedriveBody,
  type DeadLetter,
  deadLetter,
  deadLetterDecisionBody,
  deadLetterGroup,
  deadLetterListQuery,
} from '../../shared/contracts/dead-letter.ts';
import { deadLetterId } from '../../shared/contracts/ids.ts';
import { eventListQuery, integrationEvent } from '../../shared/contracts/integration-event.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import { syncLog, syncLogListQuery } from '../../shared/contracts/sync-log.ts';
import type { DeadLetterAction } from '../../shared/core/desk/dead-letter-decisions.ts';
import { traceIdOf } from '../../shared/observability/trace-context.ts';
import { type ApiRequest, type Route, route } from '../../shared/runtime/http/route.ts';
import {
  type DecideDeadLetter,
  type DecideDeadLetterDeps,
  type DecisionMaker,
  dismissDeadLetter,
  redriveDeadLetter,
  redriveDeadLetters,
} from './decide-dead-letters.ts';
import { type ListDeadLetterGroupsDeps, listDeadLetterGroups } from './list-dead-letter-groups.ts';
import { type ListEventsDeps, listEvents, listSyncLogs } from './list-events.ts';
import { listDeadLetters, type ReadIntegrationDeps, readDeadLetter, shownTo } from './read-integration.ts';
import { type SweepOutboxDeps, sweepAllOverdue } from './sweep-outbox.ts';

export type IntegrationDeps = ReadIntegrationDeps &
  ListDeadLetterGroupsDeps &
  ListEventsDeps &
  SweepOutboxDeps &
  DecideDeadLetterDeps & {
    readonly events: SweepOutboxDeps['events'] & DecideDeadLetterDeps['events'];
    readonly deadLetters: ReadIntegrationDeps['deadLetters'] &
      ListDeadLetterGroupsDeps['deadLetters'] &
      DecideDeadLetterDeps['deadLetters'];
  };

const define = route<IntegrationDeps>();
const letterParams = z.object({ dead_letter_id: deadLetterId });

/** What a decision takes over from its request. */
const decisionMaker = ({
  body,
  caller,
  traceparent,
  idempotencyKeyHash,
  payloadFingerprint,
}: ApiRequest<unknown, unknown, { readonly reason: string }>): DecisionMaker => ({
  reason: body.reason,
  decidedBy: caller,
  traceId: traceIdOf(traceparent) ?? '',
  idempotencyKeyHash,
  payloadFingerprint,
});

interface DecisionRoute extends Pick<Route<IntegrationDeps>, 'operationId' | 'summary'> {
  readonly action: DeadLetterAction;
  /** Description of the answer. */
  readonly answer: string;
  readonly decide: (input: DecideDeadLetter, deps: IntegrationDeps) => Promise<DeadLetter>;
}

/** A decision about one dead letter. */
const decisionRoute = ({ action, answer, decide, ...named }: DecisionRoute): Route<IntegrationDeps> =>
  define({
    method: 'POST',
    path: `/integration/dead-letters/{dead_letter_id}/${action}`,
    ...named,
    permission: 'dead-letter:decide',
    params: letterParams,
    body: deadLetterDecisionBody,
    responses: { 200: { description: answer, schema: deadLetter } },
    problems: [409],
    handle: async (request, deps) => {
      const letter = await decide({ ...decisionMaker(request), deadLetterId: request.params.dead_letter_id }, deps);
      return { status: 200, body: shownTo(readerOf(request.caller), letter) };
    },
  });

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
    summary:
      'List messages that failed for good, newest first; with status, those that wait or were decided about; with fingerprint, those of one cause',
    permission: 'dead-letter:read',
    query: deadLetterListQuery,
    responses: { 200: { description: 'A page of dead letters', schema: pageOf(deadLetter) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listDeadLetters(query, readerOf(caller), deps),
    }),
  }),
  define({
    method: 'GET',
    path: '/integration/dead-letters/groups',
    operationId: 'listDeadLetterGroups',
    summary: 'List parked dead letters by cause, with number, first and last time, and the last decision',
    permission: 'dead-letter:read',
    query: pageQuery,
    responses: { 200: { description: 'A page of groups', schema: pageOf(deadLetterGroup) } },
    handle: async ({ query, caller }, deps) => ({
      status: 200,
      body: await listDeadLetterGroups(query, readerOf(caller), deps),
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
  decisionRoute({
    action: 'redrive',
    operationId: 'redriveDeadLetter',
    summary: "Put a dead letter's event back to work, unchanged; at most five times",
    answer: 'The dead letter, redriven',
    decide: redriveDeadLetter,
  }),
  decisionRoute({
    action: 'dismiss',
    operationId: 'dismissDeadLetter',
    summary: 'Decide that nothing is to be done about a dead letter; its event stays given up',
    answer: 'The dead letter, dismissed',
    decide: dismissDeadLetter,
  }),
  define({
    method: 'POST',
    path: '/integration/dead-letters/redrive',
    operationId: 'redriveDeadLetters',
    summary: 'Put the events of up to a hundred dead letters back to work; each has its own outcome',
    permission: 'dead-letter:decide',
    body: bulkRedriveBody,
    responses: { 200: { description: 'What became of each', schema: bulkResult } },
    handle: async (request, deps) => ({
      status: 200,
      body: await redriveDeadLetters({ ...decisionMaker(request), deadLetterIds: request.body.dead_letter_ids }, deps),
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
