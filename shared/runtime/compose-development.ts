// Composes the development function: its issuer, its reset and its demonstration. Refuses to start in any other stage.
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type people, personFor } from '../../functions/development/people.ts';
import { type SeedDemoDeps, seedDemo } from '../../functions/development/seed-demo.ts';
import { acceptSubmission } from '../../functions/intake/accept-submission.ts';
import { editSubmission, withdrawSubmission } from '../../functions/intake/change-submission.ts';
import { commentOnSubmission } from '../../functions/intake/comment-on-submission.ts';
import { changeCase } from '../../functions/operations/change-case.ts';
import { changeCaseStatus } from '../../functions/operations/change-case-status.ts';
import { commentOnCase } from '../../functions/operations/comment-on-case.ts';
import { reopenCase } from '../../functions/operations/reopen-case.ts';
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

/** The demonstration is the operator's doing, and goes the way of everybody's requests; the approver comments. */
function seedDeps(client: DynamoDBDocumentClient): SeedDemoDeps {
  const intake = intakeDeps(client);
  const operations = operationsDeps(client);
  const [by, reader] = [personOf('operator'), personOf('approver')];
  const call = () => ({ traceparent: newTraceparent(randomHex), idempotencyKeyHash: undefined, ifMatch: undefined });
  return {
    submit: async (body) => (await acceptSubmission({ body, submittedBy: by, ...call() }, intake)).submission_id,
    edit: (submissionId, edit) => editSubmission({ submissionId, edit, changedBy: by, ...call() }, intake),
    withdraw: (submissionId, reason) => withdrawSubmission({ submissionId, reason, changedBy: by, ...call() }, intake),
    commentOnSubmission: (submissionId, text) => commentOnSubmission({ submissionId, text, by, ...call() }, intake),
    caseExists: async (caseId) => (await operations.cases.get(caseId)) !== undefined,
    changeStatus: (caseId, newStatus, reason) =>
      changeCaseStatus({ caseId, newStatus, reason, changedBy: by, ...call() }, operations),
    changeCase: (caseId, body) => changeCase({ caseId, body, changedBy: by, ...call() }, operations),
    commentOnCase: (caseId, text) => commentOnCase({ caseId, text, writtenBy: reader, ...call() }, operations),
    reopen: async (caseId, reason) =>
      (await reopenCase({ caseId, reason, reopenedBy: by, ...call() }, operations)).operation_case_id,
    now: () => new Date(systemClock.nowMs()),
    pause,
  };
}

const personOf = (role: (typeof people)[number]['role']) => personFor(role, undefined);

async function pause(ms: number): Promise<void> {
  await wait(ms);
}
