// Composes the dependencies of the system function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bundledFiles } from '../adapters/bundled-files.ts';
import { queueClient } from '../adapters/clients.ts';
import { systemClock } from '../adapters/clock.ts';
import { queuedMessages } from '../adapters/queue-state.ts';
import { deadLetterStore } from '../table/dead-letter-store.ts';
import { eventStore } from '../table/event-store.ts';
import { hubTable } from '../table/hub-table.ts';
import { requireCountEnv, requireEnv } from './env.ts';

/** @param handlerUrl `import.meta.url` of the handler: the document and the page's files lie beside its bundle. */
export function systemDeps(client: DynamoDBDocumentClient, handlerUrl: string) {
  const queue = queueClient();
  const queueUrl = requireEnv('workQueueUrl');
  const table = hubTable(client, requireEnv('table'));
  const events = eventStore(table, requireCountEnv('shards'));
  return {
    version: requireEnv('version'),
    nowMs: systemClock.nowMs,
    oldestPendingMs: async () => (await events.pending()).oldestMs,
    parkedDeadLetters: deadLetterStore(table).count,
    queueDepth: () => queuedMessages(queue, queueUrl),
    readFile: bundledFiles(handlerUrl),
  };
}
