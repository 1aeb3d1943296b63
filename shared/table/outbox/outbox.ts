// Outbox events as items: how one is made, settled and shown to people.
import type { EventType } from '../../contracts/events/catalogue.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { IntegrationEvent } from '../../contracts/integration-event.ts';
import type { SyncLog } from '../../contracts/sync-log.ts';
import type { EventClaim } from '../../core/events/event-claim.ts';
import type { Write } from '../engine/hub-table.ts';
import { shardOf } from '../engine/keys.ts';
import type { AttemptItem, EventItem, SyncResult } from './items.ts';
import {
  correlationIdOf,
  eventIdOf,
  eventKey,
  eventListPartition,
  pendingPartition,
  unreadablePartition,
} from './keys.ts';
import { owedAgainKey } from './owed-key.ts';

export interface NewEvent {
  readonly eventId: string;
  readonly correlationId: string;
  readonly eventType: EventType;
  /** Boundary that the event comes from, for example `intake`. */
  readonly sourceSystem: string;
  readonly subject: string;
  readonly causationId?: string;
  readonly traceparent: string;
  readonly createdAt: string;
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * Version of the item when it is new. One that takes another's place begins behind it, so that what shows the newest
   * version shows this one.
   * @default 1
   */
  readonly version?: number;
}

/** The item of a new, pending outbox event; to be put in the transaction of the change it tells of. */
export function pendingEvent(event: NewEvent, shards: number): EventItem {
  const shard = shardOf(event.eventId, shards);
  return {
    ...eventKey(event.correlationId, event.eventId),
    entity: 'event',
    event_type: event.eventType,
    event_status: 'pending',
    version: event.version ?? 1,
    source_system: event.sourceSystem,
    subject: event.subject,
    ...(event.causationId === undefined ? {} : { causation_id: event.causationId }),
    traceparent: event.traceparent,
    created_at: event.createdAt,
    data: event.data,
    list_pk: eventListPartition(shard),
    list_sk: event.eventId,
    pending_pk: pendingPartition(shard),
    pending_sk: event.eventId,
  };
}

const traceIdOf = (traceparent: string): string => traceparent.split('-')[1] ?? '';

/** An event as people read it. */
export function toIntegrationEvent(item: EventItem): IntegrationEvent {
  return {
    event_id: eventIdOf(item),
    event_type: item.event_type,
    source_system: item.source_system,
    event_status: item.event_status,
    correlation_id: correlationIdOf(item),
    causation_id: item.causation_id ?? null,
    subject: item.subject,
    trace_id: traceIdOf(item.traceparent),
    created_at: item.created_at,
    completed_at: item.event_status === 'completed' ? (item.sync?.processed_at ?? null) : null,
    data: { ...item.data },
  };
}

/** The sync log of a settled event, or of a failed attempt; undefined for an event that is still pending. */
export function toSyncLog(item: EventItem | AttemptItem): SyncLog | undefined {
  const eventId = item.pk.startsWith(unreadablePartition('')) ? null : eventIdOf(item);
  const ids = {
    event_id: eventId,
    event_type: item.event_type,
    correlation_id: eventId === null ? null : correlationIdOf(item),
  };
  if (item.entity === 'attempt') {
    const { attempt, worker_version, processed_at, code, message } = item;
    const idOf = eventId ?? correlationIdOf(item);
    return {
      sync_log_id: `LOG-${ulidOf(idOf)}-${attempt}-${Date.parse(processed_at)}`,
      ...ids,
      outcome: 'failed',
      message: `${code}: ${message}`,
      attempt,
      worker_version,
      processed_at,
    };
  }
  if (item.sync === undefined || eventId === null) return undefined;
  return { sync_log_id: makeId('syncLog', ulidOf(eventId)), ...ids, ...item.sync };
}

/** Holds only for a pending event that is what the message says it is: the outbox is the truth, a message is a copy of it. */
export const pendingAsClaimed = {
  expression: 'event_status = :pending AND event_type = :type AND subject = :subject AND #data = :data',
  names: { '#data': 'data' },
  values: (claim: EventClaim) => ({
    ':pending': 'pending',
    ':type': claim.eventType,
    ':subject': claim.subject,
    ':data': claim.data,
  }),
} as const;

/** The update that settles a pending event; it fails unless the event is owed as claimed, and so guards its transaction. */
export function completion(claim: EventClaim, sync: SyncResult) {
  return {
    Update: {
      Key: eventKey(claim.correlationId, claim.eventId),
      UpdateExpression:
        'SET event_status = :completed, version = version + :one, sync = :sync REMOVE pending_pk, pending_sk',
      ConditionExpression: pendingAsClaimed.expression,
      ExpressionAttributeNames: pendingAsClaimed.names,
      ExpressionAttributeValues: {
        ...pendingAsClaimed.values(claim),
        ':completed': 'completed',
        ':one': 1,
        ':sync': sync,
      },
    },
  };
}

/** The update that makes a dead-lettered event owed again; it fails unless the event is dead-lettered as it was read. */
export function putBackToWork(event: EventItem, at: string): Write {
  const shard = event.list_pk.slice(eventListPartition('').length);
  return {
    Update: {
      Key: { pk: event.pk, sk: event.sk },
      UpdateExpression:
        'SET event_status = :pending, version = version + :one, redrives = if_not_exists(redrives, :none) + :one, pending_since = :at, pending_pk = :shard, pending_sk = :id',
      ConditionExpression: 'event_status = :dead AND version = :version',
      ExpressionAttributeValues: {
        ':pending': 'pending',
        ':dead': 'dead_lettered',
        ':version': event.version,
        ':one': 1,
        ':none': 0,
        ':at': at,
        ':shard': pendingPartition(shard),
        ':id': owedAgainKey(eventIdOf(event), at),
      },
    },
  };
}
