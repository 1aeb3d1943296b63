// The writes of the sync function. An event's effects and its completion are one transaction, so effects happen once.

import type { EventClaim } from '../../core/events/event-claim.ts';
import type { BusinessObjectItem } from '../canonical/items.ts';
import { businessObjectKey } from '../canonical/keys.ts';
import { type HubTable, putNew, type TransactOutcome } from '../engine/hub-table.ts';
import { type NewCase, newCaseItem } from '../operations/case-items.ts';
import type { EventItem, SyncResult } from '../outbox/items.ts';
import { eventKey } from '../outbox/keys.ts';
import { completion } from '../outbox/outbox.ts';

export type SyncOutcomeKind =
  | { readonly kind: 'done' }
  /** The event is not pending: another delivery of it has settled it. */
  | { readonly kind: 'settled-before' }
  | { readonly kind: 'event-missing' }
  /** The event is pending, but its outbox item differs from the message. */
  | { readonly kind: 'event-differs' }
  | { readonly kind: 'case-exists' }
  | { readonly kind: 'object-exists' }
  /** The object has this or a later version of the case, or does not exist. */
  | { readonly kind: 'object-not-behind' };

export type NewObject = Omit<BusinessObjectItem, 'pk' | 'sk' | 'entity'> & { readonly business_object_id: string };

export interface SyncStore {
  /** Creates the missing entities and completes the event. An omitted `case` or `object` is reused. */
  create(
    event: EventClaim,
    sync: SyncResult,
    made: { readonly case?: NewCase; readonly object?: NewObject },
  ): Promise<SyncOutcomeKind>;
  /** Sets the object to a later version of its case and completes the event. */
  advance(event: EventClaim, sync: SyncResult, to: ObjectAdvance): Promise<SyncOutcomeKind>;
  /** Completes the event without effects. */
  complete(event: EventClaim, sync: SyncResult): Promise<SyncOutcomeKind>;
  objectVersion(businessObjectId: string): Promise<number | undefined>;
}

export interface ObjectAdvance {
  readonly businessObjectId: string;
  readonly lifecycleStatus: string;
  readonly caseVersion: number;
  readonly updatedAt: string;
}

/** @param shards Number of list and pending shards, at least 1. */
export function syncStore(table: HubTable, shards: number): SyncStore {
  return {
    create: async (event, sync, made) => {
      const puts = [
        ...(made.case === undefined ? [] : [{ name: 'case-exists' as const, item: newCaseItem(made.case, shards) }]),
        ...(made.object === undefined ? [] : [{ name: 'object-exists' as const, item: objectItem(made.object) }]),
      ];
      const outcome = await table.transact([completion(event, sync), ...puts.map(({ item }) => putNew(item))]);
      return outcomeOf(table, event, outcome, (position) => puts[position - 1]?.name ?? 'object-exists');
    },
    advance: async (event, sync, to) => {
      const outcome = await table.transact([completion(event, sync), advanceWrite(to)]);
      return outcomeOf(table, event, outcome, () => 'object-not-behind');
    },
    complete: async (event, sync) =>
      outcomeOf(table, event, await table.transact([completion(event, sync)]), () => 'object-exists'),
    objectVersion: async (id) => (await table.get<BusinessObjectItem>(businessObjectKey(id)))?.case_version,
  };
}

type Obstacle = 'case-exists' | 'object-exists' | 'object-not-behind';

/** The write whose condition failed; the event's own condition comes first, because it detects a redelivery. */
async function outcomeOf(
  table: HubTable,
  event: EventClaim,
  outcome: TransactOutcome,
  obstacleAt: (position: number) => Obstacle,
): Promise<SyncOutcomeKind> {
  if (outcome.kind === 'written') return { kind: 'done' };
  if (outcome.failed.includes(0)) {
    const item = await table.get<EventItem>(eventKey(event.correlationId, event.eventId));
    if (item === undefined) return { kind: 'event-missing' };
    return { kind: item.event_status === 'pending' ? 'event-differs' : 'settled-before' };
  }
  return { kind: obstacleAt(outcome.failed[0] ?? 1) };
}

function advanceWrite(to: ObjectAdvance) {
  return {
    Update: {
      Key: businessObjectKey(to.businessObjectId),
      UpdateExpression: 'SET lifecycle_status = :status, case_version = :version, updated_at = :at',
      ConditionExpression: 'case_version < :version',
      ExpressionAttributeValues: { ':status': to.lifecycleStatus, ':version': to.caseVersion, ':at': to.updatedAt },
    },
  };
}

function objectItem(made: NewObject): BusinessObjectItem {
  const { business_object_id, ...fields } = made;
  return { ...businessObjectKey(business_object_id), entity: 'business_object', ...fields };
}
