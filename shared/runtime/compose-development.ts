// Composes the development function: its issuer and its reset. Refuses to start in any other stage.
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queueClient } from '../adapters/clients.ts';
import { systemClock } from '../adapters/clock.ts';
import { randomHex } from '../adapters/ids.ts';
import { purgeQueue } from '../adapters/queue-state.ts';
import { tokenIssuer } from '../auth/issue-token.ts';
import { hubTable } from '../table/hub-table.ts';
import { issuerStore } from '../table/issuer-store.ts';
import { resetStore } from '../table/reset-store.ts';
import { requireEnv } from './env.ts';

/** @throws Error at cold start outside the development stage. */
export function developmentDeps(client: DynamoDBDocumentClient, seed: () => Promise<void>) {
  if (requireEnv('stage') !== 'development') throw new Error('the development function must not run in this stage');
  const queue = queueClient();
  const queueUrl = requireEnv('workQueueUrl');
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
    seed,
    pause: async (ms: number) => {
      await pause(ms);
    },
  };
}
