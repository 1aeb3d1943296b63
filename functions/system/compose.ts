// Composes the dependencies of the system function.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bundledFiles } from '../../shared/adapters/bundled-files.ts';
import { queueClient } from '../../shared/adapters/clients.ts';
import { systemClock } from '../../shared/adapters/clock.ts';
import { queuedMessages } from '../../shared/adapters/queue-state.ts';
import { queueNames } from '../../shared/contracts/values/queue-names.ts';
import { deadLetterList } from '../../shared/core/desk/desk-names.ts';
import { requireEnv, requireQueueUrls } from '../../shared/runtime/env.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { openItems } from '../../shared/table/desk/desk-count.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';

/** @param handlerUrl `import.meta.url` of the handler; the document and the page's files are beside its bundle */
export function systemDeps(client: DynamoDBDocumentClient, handlerUrl: string) {
  const queue = queueClient();
  const urls = Object.values(requireQueueUrls(queueNames));
  const { table, shards } = tableBasis(client);
  const events = eventStore(table, shards);
  return {
    version: requireEnv('version'),
    nowMs: systemClock.nowMs,
    oldestPendingMs: async () => (await events.pending()).oldestMs,
    parkedDeadLetters: () => openItems(table, deadLetterList),
    queueDepth: () => queuedMessages(queue, urls),
    readFile: bundledFiles(handlerUrl),
  };
}
