// Composes the development function: its issuer, its reset and its demonstration. Refuses to start in any other stage.
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { people } from '../../functions/development/people.ts';
import { type SeedDemoDeps, seedDemo } from '../../functions/development/seed-demo.ts';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { changeCaseStatus } from '../../functions/operations/change-case-status.ts';
import { queueClient } from '../adapters/clients.ts';
import { systemClock } from '../adapters/clock.ts';
import { randomHex } from '../adapters/ids.ts';
import { purgeQueue } from '../adapters/queue-state.ts';
import { tokenIssuer } from '../auth/issue-token.ts';
import { newTraceparent } from '../observability/trace-context.ts';
import { hubTable } from '../table/hub-table.ts';
import { issuerStore } from '../table/issuer-store.ts';
import { resetStore } from '../table/reset-store.ts';
import { intakeDeps, operationsDeps } from './compose-stores.ts';
import { requireEnv } from './env.ts';

/** @throws Error at cold start outside the development stage. */
export function developmentDeps(client: DynamoDBDocumentClient) {
  if (requireEnv('stage') !== 'development') throw new Error('the development function must not run in this stage');
  const queue = queueClient();
  const queueUrl = requireEnv('workQueueUrl');
  const seeding = seedDeps(client);
  return {
    issuer: tokenIssuer({
      store: issuerStore(hubTable(client, requireEnv('table'))),
      issuer: requireEnv('issuer'),
      audience: requireEnv('audience'),
      nowMs: systemClock.nowMs,
      newKeyId: () => randomHex(8),
    }),
    store: resetStore(client, requireEnv('table'), requireEnv('idempotencyTable')),
    purgeQueue: () => purgeQueue(queue, queueUrl),
    seed: () => seedDemo(seeding),
    pause,
  };
}

/** The demonstration is the operator's doing, and goes the way of everybody's requests. */
function seedDeps(client: DynamoDBDocumentClient): SeedDemoDeps {
  const intake = intakeDeps(client);
  const operations = operationsDeps(client);
  const by = people.find(({ role }) => role === 'operator') ?? { name: 'operator', subject: 'operator' };
  const call = () => ({ traceparent: newTraceparent(randomHex), idempotencyKeyHash: undefined });
  return {
    submit: async (body) => (await acceptSubmission({ body, submittedBy: by, ...call() }, intake)).submission_id,
    caseExists: async (caseId) => (await operations.cases.get(caseId)) !== undefined,
    changeStatus: (caseId, newStatus, reason) =>
      changeCaseStatus({ caseId, newStatus, reason, changedBy: by, ifMatch: undefined, ...call() }, operations),
    pause,
  };
}

async function pause(ms: number): Promise<void> {
  await wait(ms);
}
