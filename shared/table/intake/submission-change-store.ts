// Changes of submissions before sync processes them. A change settles the pending event in its own transaction, so that
// either the change or sync settles it, never both.
import type { Actor } from '../../contracts/actor.ts';
import type { Submission, SubmissionChangeKind, SubmissionHistoryEntry } from '../../contracts/intake.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { type HubTable, putNew, type Write } from '../engine/hub-table.ts';
import { type Made, madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import type { Listing, ListPosition } from '../engine/listing.ts';
import type { EventItem, SyncResult } from '../outbox/items.ts';
import { correlationPartition, eventKey } from '../outbox/keys.ts';
import { completion, type NewEvent, pendingEvent } from '../outbox/outbox.ts';
import { serviceRequestKey } from '../source-system/keys.ts';
import { atVersion, submissionItem, toSubmission } from './intake-items.ts';
import type { SubmissionHistoryItem, SubmissionItem } from './items.ts';
import { intakeIdempotencyMarkKey, submissionHistoryKey, submissionKey, submissionPartition } from './keys.ts';

export interface CurrentSubmission {
  readonly submission: Submission;
  /** The newest event of the submission. */
  readonly event: EventItem | undefined;
}

export interface SubmissionChange {
  readonly kind: Exclude<SubmissionChangeKind, 'erased'>;
  /** The submission after the change, one version later than the version that was read. */
  readonly submission: Submission;
  readonly fields: readonly string[];
  readonly changedBy: Actor;
  /** The pending event that the change settles, at the version that was read. */
  readonly settles: EventItem;
  readonly sync: SyncResult;
  /** The event that replaces it; none for a withdrawal. */
  readonly event: NewEvent | undefined;
  readonly idempotency: IdempotentRequest | undefined;
}

export interface SubmissionChangeStore {
  /** The current submission and its event. */
  current(submissionId: string): Promise<CurrentSubmission | undefined>;
  /** One transaction: submission, service request, both events, history entry. `raced` when any of them has changed. */
  change(change: SubmissionChange): Promise<'changed' | 'raced'>;
  /** The result of an earlier request with this key. @throws HubError `IDEMPOTENCY.KEY_REUSED` */
  madeWith(idempotency: IdempotentRequest | undefined): Promise<Made | undefined>;
  /** Changes of one submission, oldest first. */
  history(submissionId: string, limit: number, after?: ListPosition): Promise<Listing<SubmissionHistoryEntry>>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function submissionChangeStore(table: HubTable, shards: number): SubmissionChangeStore {
  return {
    current: (submissionId) => current(table, submissionId),
    change: async (change) => {
      const outcome = await table.transact(changeWrites(change, shards));
      return outcome.kind === 'written' ? 'changed' : 'raced';
    },
    madeWith: (idempotency) => madeBefore(table, idempotency, intakeIdempotencyMarkKey),
    history: async (submissionId, limit, after) => {
      const { items, lastKey } = await table.query<SubmissionHistoryItem>({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :last',
        ExpressionAttributeValues: {
          ':pk': submissionPartition(submissionId),
          // The space sorts after the position itself and before all following keys.
          ':after': `${after ?? 'HISTORY#'} `,
          ':last': 'HISTORY#~',
        },
        Limit: limit,
        ConsistentRead: true,
      });
      const entries = items.map(toEntry);
      return { items: entries, next: lastKey === undefined ? undefined : String(lastKey['sk']) };
    },
  };
}

async function current(table: HubTable, submissionId: string): Promise<CurrentSubmission | undefined> {
  let item = await table.get<SubmissionItem>(submissionKey(submissionId));
  for (;;) {
    const submission = toSubmission(item);
    if (item === undefined || submission === undefined) return undefined;
    const event = await table.get<EventItem>(eventKey(submission.correlation_id, item.event_id));
    if (event?.event_status === 'pending') return { submission, event };
    // An edit between the two reads settles this event; it only counts when the submission is unchanged.
    item = await table.get<SubmissionItem>(submissionKey(submissionId));
    if (toSubmission(item)?.version === submission.version) return { submission, event };
  }
}

function changeWrites(change: SubmissionChange, shards: number): readonly Write[] {
  const { submission, event, idempotency } = change;
  const at = atVersion(submission.version - 1);
  return [
    {
      Put: {
        Item: { ...submissionItem(submission, event?.eventId ?? eventIdOf(change.settles)) },
        ConditionExpression: at.expression,
        ExpressionAttributeValues: at.values,
      },
    },
    serviceRequestWrite(submission),
    settling(change.settles, change.sync),
    ...(event === undefined ? [] : [putNew(pendingEvent(event, shards))]),
    putNew(historyItem(change)),
    ...(idempotency === undefined
      ? []
      : [
          putIdempotencyMark(
            idempotency,
            { submission_id: submission.submission_id },
            submission.updated_at,
            intakeIdempotencyMarkKey,
          ),
        ]),
  ];
}

function serviceRequestWrite(submission: Submission): Write {
  const { request_number, request_type, priority, assigned_team, submission_status, updated_at } = submission;
  return {
    Update: {
      Key: serviceRequestKey(request_number),
      UpdateExpression:
        'SET request_type = :type, priority = :priority, assigned_team = :team, lifecycle_status = :status, updated_at = :at, version = if_not_exists(version, :one) + :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: {
        ':type': request_type,
        ':priority': priority,
        ':team': assigned_team,
        ':status': submission_status === 'withdrawn' ? 'withdrawn' : 'submitted',
        ':at': updated_at,
        ':one': 1,
      },
    },
  };
}

const eventIdOf = (event: EventItem): string => event.list_sk;

/** Completes the event at the version that was read: not settled, and not dead-lettered and redriven since. */
function settling(event: EventItem, sync: SyncResult): Write {
  const correlationId = event.pk.slice(correlationPartition('').length);
  const { event_type: eventType, subject, data } = event;
  const { Update } = completion({ correlationId, eventId: eventIdOf(event), eventType, subject, data }, sync);
  return {
    Update: {
      ...Update,
      ConditionExpression: `${Update.ConditionExpression} AND version = :version`,
      ExpressionAttributeValues: { ...Update.ExpressionAttributeValues, ':version': event.version },
    },
  };
}

function historyItem({ kind, submission, fields, changedBy, event }: SubmissionChange): SubmissionHistoryItem {
  const { submission_id, version, updated_at } = submission;
  return {
    ...submissionHistoryKey(submission_id, version),
    entity: 'submission_history',
    kind,
    fields,
    changed_by: changedBy.name,
    changed_by_id: changedBy.subject,
    changed_at: updated_at,
    version,
    event_id: event?.eventId ?? null,
  };
}

function toEntry(item: SubmissionHistoryItem): SubmissionHistoryEntry {
  const { pk: _, sk: __, entity: ___, fields, ...entry } = item;
  return { ...entry, fields: [...fields] };
}
