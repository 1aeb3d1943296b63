// Reopens a terminal case as a new request. One transaction writes the old case, its history entry and the new request,
// so that no case is reopened twice and none without a successor.
import type { Submission } from '../../contracts/intake.ts';
import type { HistoryEntry } from '../../contracts/operations.ts';
import type { IdempotentRequest } from '../../core/idempotency/idempotent-request.ts';
import { type HubTable, putNew } from '../engine/hub-table.ts';
import { type Made, madeBefore, putIdempotencyMark } from '../engine/idempotency-mark.ts';
import { acceptanceWrites } from '../intake/intake-store.ts';
import { submissionKey } from '../intake/keys.ts';
import type { NewEvent } from '../outbox/outbox.ts';
import { newHistoryItem } from './case-items.ts';
import { caseIdempotencyMarkKey, caseKey } from './keys.ts';

export interface Reopening {
  readonly caseId: string;
  /** Version of the case before its reopening. */
  readonly version: number;
  readonly newCaseId: string;
  readonly entry: HistoryEntry;
  /** The submission of the case; it must not have been erased. */
  readonly submissionId: string;
  readonly newSubmission: Submission;
  readonly event: NewEvent;
  readonly idempotency: IdempotentRequest | undefined;
}

export interface CaseReopenStore {
  /** `stale` when the case or its submission has changed; `reopened-before` when the key has been used. */
  reopen(reopening: Reopening): Promise<'reopened' | 'stale' | 'reopened-before'>;
  /** `submission_id` and `event_id` of an earlier call with this idempotency key. */
  reopenedWith(idempotency: IdempotentRequest | undefined): Promise<Made | undefined>;
}

/** @param shards Number of list and pending shards, at least 1. */
export function caseReopenStore(table: HubTable, shards: number): CaseReopenStore {
  return {
    reopen: async (reopening) => {
      const { caseId, entry, submissionId, newSubmission, event, idempotency } = reopening;
      const writes = [
        { Update: linkUpdate(reopening) },
        putNew(newHistoryItem(caseId, entry)),
        {
          ConditionCheck: {
            Key: submissionKey(submissionId),
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erased_at)',
          },
        },
        ...acceptanceWrites(newSubmission, event, shards),
      ];
      const made = { submission_id: newSubmission.submission_id, event_id: event.eventId };
      const mark =
        idempotency === undefined
          ? []
          : [putIdempotencyMark(idempotency, made, entry.changed_at, caseIdempotencyMarkKey)];
      const outcome = await table.transact([...writes, ...mark]);
      if (outcome.kind === 'written') return 'reopened';
      return outcome.failed.includes(writes.length) ? 'reopened-before' : 'stale';
    },
    reopenedWith: (idempotency) => madeBefore(table, idempotency, caseIdempotencyMarkKey),
  };
}

function linkUpdate({ caseId, version, newCaseId, entry }: Reopening) {
  return {
    Key: caseKey(caseId),
    // Cases closed by older versions have no `closed_at`; their last change was their closing.
    UpdateExpression:
      'SET reopened_as_case_id = :new, version = :next, closed_at = if_not_exists(closed_at, updated_at), updated_at = :at',
    ConditionExpression: 'version = :version AND attribute_not_exists(reopened_as_case_id)',
    ExpressionAttributeValues: {
      ':new': newCaseId,
      ':version': version,
      ':next': version + 1,
      ':at': entry.changed_at,
    },
  };
}
