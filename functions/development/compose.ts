// Composes the dependencies of the development function. It refuses to start in any other stage.

import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queueClient } from '../../shared/adapters/clients.ts';
import { systemClock } from '../../shared/adapters/clock.ts';
import { randomHex } from '../../shared/adapters/ids.ts';
import { purgeQueues } from '../../shared/adapters/queue-state.ts';
import { type Person, tokenIssuer } from '../../shared/auth/issue-token.ts';
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import { queueNames } from '../../shared/contracts/values/queue-names.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import { requireEnv, requireQueueUrls } from '../../shared/runtime/env.ts';
import { inProcessApi } from '../../shared/runtime/http/in-process-api.ts';
import { readingHttpTools } from '../../shared/runtime/http/reading-http-tools.ts';
import { hubTable } from '../../shared/table/engine/hub-table.ts';
import { resetStore } from '../../shared/table/engine/reset-store.ts';
import { issuerStore } from '../../shared/table/reference-data/issuer-store.ts';
import { canonicalDeps } from '../canonical/compose.ts';
import { canonicalRoutes } from '../canonical/routes.ts';
import { intakeDeps } from '../intake/compose.ts';
import { intakeRoutes } from '../intake/routes.ts';
import { operationsDeps } from '../operations/compose.ts';
import { operationsRoutes } from '../operations/routes.ts';
import { personFor } from './people.ts';
import { type SeedDemoDeps, seedDemo } from './seed-demo.ts';

/** @throws Error at cold start outside the development stage. */
export function developmentDeps(client: DynamoDBDocumentClient) {
  if (requireEnv('stage') !== 'development') throw new Error('the development function must not run in this stage');
  const queue = queueClient();
  const urls = Object.values(requireQueueUrls(queueNames));
  const issuer = tokenIssuer({
    store: issuerStore(hubTable(client, requireEnv('table'))),
    issuer: requireEnv('issuer'),
    audience: requireEnv('audience'),
    nowMs: systemClock.nowMs,
    newKeyId: () => randomHex(8),
  });
  return {
    issuer,
    store: resetStore(client, requireEnv('table'), requireEnv('idempotencyTable')),
    purgeQueues: () => purgeQueues(queue, urls),
    seed: async () => seedDemo(await seedDeps(client, issuer.issue)),
    pause,
  };
}

/**
 * Seeds the demonstration through the API functions as an operator; an approver writes the comments. Each seeding
 * composes new functions, so that no cache survives a reset.
 */
async function seedDeps(
  client: DynamoDBDocumentClient,
  issue: (person: Person) => Promise<string>,
): Promise<SeedDemoDeps> {
  const tools = readingHttpTools(client);
  const intake = inProcessApi(intakeRoutes, intakeDeps(client), tools);
  const operations = inProcessApi(operationsRoutes, operationsDeps(client), tools);
  const canonical = inProcessApi(canonicalRoutes, canonicalDeps(client), tools);
  const [token, approver] = await Promise.all(
    (['operator', 'approver'] as const).map((role) => issue(personFor(role, undefined))),
  );
  const [submission, casePath] = ['/intake/submissions/{submission_id}', '/operational/cases/{operation_case_id}'];
  const by = { token: token ?? '' };
  const ofSubmission = (submission_id: string) => ({ ...by, params: { submission_id } });
  const ofCase = (operation_case_id: string) => ({ ...by, params: { operation_case_id } });
  return {
    submit: async (body) =>
      String((await intake({ ...by, method: 'POST', route: '/intake/submissions', body }))['submission_id']),
    edit: (id, body) => intake({ ...ofSubmission(id), method: 'PATCH', route: submission, body }),
    withdraw: (id, reason) =>
      intake({ ...ofSubmission(id), method: 'POST', route: `${submission}/withdraw`, body: { reason } }),
    commentOnSubmission: (id, text) =>
      intake({ ...ofSubmission(id), method: 'POST', route: `${submission}/comments`, body: { text } }),
    caseExists: async (id) =>
      (await unlessMissing(operations({ ...ofCase(id), method: 'GET', route: casePath }))) !== undefined,
    changeStatus: async (id, new_status, change_reason) => {
      const body = { new_status, change_reason };
      return Number(
        (await operations({ ...ofCase(id), method: 'PATCH', route: `${casePath}/status`, body }))['version'],
      );
    },
    shownVersion: async (id) => {
      const business_object_id = makeId('businessObject', ulidOf(id));
      const route = '/canonical/business-objects/{business_object_id}';
      const found = await unlessMissing(canonical({ ...by, method: 'GET', route, params: { business_object_id } }));
      return Number(found?.['case_version'] ?? 0);
    },
    changeCase: (id, body) => operations({ ...ofCase(id), method: 'PATCH', route: casePath, body }),
    commentOnCase: (id, text) => {
      const request = { ...ofCase(id), token: approver ?? '' };
      return operations({ ...request, method: 'POST', route: `${casePath}/comments`, body: { text } });
    },
    reopen: async (id, reason) => {
      const reopened = await operations({
        ...ofCase(id),
        method: 'POST',
        route: `${casePath}/reopen`,
        body: { reason },
      });
      return String(reopened['operation_case_id']);
    },
    now: () => new Date(systemClock.nowMs()),
    pause,
  };
}

const unlessMissing = <T>(found: Promise<T>): Promise<T | undefined> =>
  found.catch((error: unknown) => {
    if (error instanceof HubError && error.kind === 'not-found') return undefined;
    throw error;
  });

async function pause(ms: number): Promise<void> {
  await wait(ms);
}
