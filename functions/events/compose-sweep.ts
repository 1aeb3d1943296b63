// Composes the dependencies of the sweep, which counts dead letters and shows none.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deadLetterList } from '../../shared/core/desk/desk-names.ts';
import type { Log } from '../../shared/observability/log.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { openItems } from '../../shared/table/desk/desk-count.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import { sendDeps } from './compose-relay.ts';

export function sweepDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = tableBasis(client);
  return {
    events: eventStore(table, shards),
    parkedDeadLetters: () => openItems(table, deadLetterList),
    ...sendDeps(log),
    nowMs: Date.now,
  };
}
