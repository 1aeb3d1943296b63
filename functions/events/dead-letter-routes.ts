// Routes of dead letters: lists, groups, and decisions about one or several.
import * as z from 'zod/mini';
import { readerOf } from '../../shared/auth/reader.ts';
import {
  type DeadLetter,
  type DeadLetterSetResult,
  deadLetter,
  deadLetterDecisionBody,
  deadLetterGroup,
  deadLetterListQuery,
  deadLetterSetBody,
  deadLetterSetResult,
} from '../../shared/contracts/dead-letter.ts';
import { deadLetterId } from '../../shared/contracts/ids.ts';
import { pageOf, pageQuery } from '../../shared/contracts/page.ts';
import type { DeadLetterAction } from '../../shared/core/desk/dead-letter-decisions.ts';
import { traceIdOf } from '../../shared/observability/trace-context.ts';
import { type ApiRequest, type Route, route } from '../../shared/runtime/http/route.ts';
import {
  type DecideDeadLetterSet,
  type DecideDeadLetterSetDeps,
  dismissDeadLetters,
  redriveDeadLetters,
} from './decide-dead-letter-sets.ts';
import { type ListDeadLetterGroupsDeps, listDeadLetterGroups } from './list-dead-letter-groups.ts';
import { listDeadLetters, type ReadIntegrationDeps, readDeadLetter, shownTo } from './read-integration.ts';
import {
  type DecideDeadLetter,
  type DecisionMaker,
  dismissDeadLetter,
  redriveDeadLetter,
} from './redrive-or-dismiss.ts';

export type DeadLetterDeps = ReadIntegrationDeps &
  ListDeadLetterGroupsDeps &
  DecideDeadLetterSetDeps & {
    readonly deadLetters: ReadIntegrationDeps['deadLetters'] &
      ListDeadLetterGroupsDeps['deadLetters'] &
      DecideDeadLetterSetDeps['deadLetters'];
  };

const define = route<DeadLetterDeps>();
const letterParams = z.object({ dead_letter_id: deadLetterId });

/** Parts of the request that a decision keeps. */
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

interface DecisionRoute extends Pick<Route<DeadLetterDeps>, 'operationId' | 'summary'> {
  readonly action: DeadLetterAction;
  /** Description of the answer. */
  readonly answer: string;
  readonly decide: (input: DecideDeadLetter, deps: DeadLetterDeps) => Promise<DeadLetter>;
}

/** A decision about one dead letter. */
const decisionRoute = ({ action, answer, decide, ...named }: DecisionRoute): Route<DeadLetterDeps> =>
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

interface SetRoute extends Pick<Route<DeadLetterDeps>, 'operationId' | 'summary'> {
  readonly action: DeadLetterAction;
  readonly decide: (input: DecideDeadLetterSet, deps: DeadLetterDeps) => Promise<DeadLetterSetResult>;
}

/** A decision about several dead letters. */
const setRoute = ({ action, decide, ...named }: SetRoute): Route<DeadLetterDeps> =>
  define({
    method: 'POST',
    path: `/integration/dead-letters/${action}`,
    ...named,
    permission: 'dead-letter:decide',
    body: deadLetterSetBody,
    responses: { 200: { description: 'What became of each, and how to go on', schema: deadLetterSetResult } },
    handle: async (request, deps) => ({
      status: 200,
      body: await decide({ ...decisionMaker(request), set: request.body }, deps),
    }),
  });

export const deadLetterRoutes: readonly Route<DeadLetterDeps>[] = [
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
  setRoute({
    action: 'redrive',
    operationId: 'redriveDeadLetters',
    summary: 'Put the events of up to a hundred dead letters back to work, by id or by cause; each has its own outcome',
    decide: redriveDeadLetters,
  }),
  setRoute({
    action: 'dismiss',
    operationId: 'dismissDeadLetters',
    summary: 'Dismiss up to a hundred dead letters, by id or by cause; each has its own outcome',
    decide: dismissDeadLetters,
  }),
];
