// Composes the dependencies of the functions of events. The relay has a file of its own, because it needs no table.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulidOfHash, ulidSource } from '../../shared/adapters/ids.ts';
import type { Log } from '../../shared/observability/log.ts';
import { tableBasis } from '../../shared/runtime/table-basis.ts';
import { deadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { eventList } from '../../shared/table/outbox/event-list.ts';
import { eventStore } from '../../shared/table/outbox/event-store.ts';
import { toIntegrationEvent, toSyncLog } from '../../shared/table/outbox/outbox.ts';
import { sendDeps } from './compose-relay.ts';

export function integrationDeps(client: DynamoDBDocumentClient, log: Log) {
  const { table, shards } = tableBasis(client);
  const events = eventStore(table, shards);
  return {
    events,
    eventList: eventList(table, events, shards),
    deadLetters: deadLetterStore(table),
    cursors: cursors(table, Date.now),
    toIntegrationEvent,
    toSyncLog,
    ...sendDeps(log),
    now: () => new Date(),
    newUlid: ulidSource(),
    nowMs: Date.now,
  };
}

export function parkDeps(client: DynamoDBDocumentClient) {
  const { table, shards } = tableBasis(client);
  return { deadLetters: deadLetterStore(table), events: eventStore(table, shards), now: () => new Date(), ulidOfHash };
}
