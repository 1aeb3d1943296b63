// Erases a requester's data in the intake boundary. The submission is erased first; from then on it accepts no edits,
// comments or documents.
import { comparableAddress } from '../../core/intake/requester-address.ts';
import { erasedText } from '../../core/personal-data/mask-personal-data.ts';
import { eraseTexts } from '../engine/comment-list.ts';
import type { EraseMark, Eraser, PersonalData } from '../engine/eraser.ts';
import type { HubTable } from '../engine/hub-table.ts';
import { atVersion } from './intake-items.ts';
import type { SubmissionCommentItem, SubmissionHistoryItem, SubmissionItem } from './items.ts';
import { submissionCommentKey, submissionHistoryKey, submissionKey } from './keys.ts';

const personalFields = ['requester_name', 'requester_email', 'request_description'] as const;

export const intakePersonalData: PersonalData<SubmissionItem | SubmissionHistoryItem | SubmissionCommentItem> = {
  submission: { erased: [...personalFields, 'withdraw_reason'] },
  // The entry names the changed fields, never their values.
  submission_history: 'none',
  submission_comment: { erased: ['text'] },
};

/** Erases the comments on a submission. */
export const submissionCommentEraser =
  (table: HubTable): Eraser =>
  async (submissionId) => {
    await eraseTexts(table, submissionCommentKey(submissionId, ''));
    return 0;
  };

const attempts = 5;

/** Repeats when another call edits the submission meanwhile. @returns true when this erasure erased it */
export async function eraseSubmission(
  table: HubTable,
  submissionId: string,
  address: string,
  mark: EraseMark,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const item = await table.get<SubmissionItem>(submissionKey(submissionId));
    if (item?.erased_at !== undefined) return item.erasure_id === mark.erasureId;
    if (item === undefined || comparableAddress(item.requester_email) !== address) return false;
    const at = atVersion(item.version ?? 1);
    const outcome = await table.transact([
      {
        Put: {
          Item: { ...erasedItem(item, mark) },
          ConditionExpression: at.expression,
          ExpressionAttributeValues: at.values,
        },
      },
      {
        Put: {
          Item: { ...historyItem(submissionId, item, mark) },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    if (outcome.kind === 'written') return true;
    if (attempt === attempts) throw new Error(`${submissionId} changed during each attempt to erase it`);
  }
}

function erasedItem(item: SubmissionItem, { erasureId, at }: EraseMark): SubmissionItem {
  return {
    ...item,
    ...Object.fromEntries(personalFields.map((name) => [name, erasedText])),
    ...(item.withdraw_reason === undefined ? {} : { withdraw_reason: erasedText }),
    version: (item.version ?? 1) + 1,
    updated_at: at,
    erased_at: at,
    erasure_id: erasureId,
  };
}

function historyItem(submissionId: string, item: SubmissionItem, { by, at }: EraseMark): SubmissionHistoryItem {
  const version = (item.version ?? 1) + 1;
  return {
    ...submissionHistoryKey(submissionId, version),
    entity: 'submission_history',
    kind: 'erased',
    fields: [...personalFields, ...(item.withdraw_reason === undefined ? [] : ['withdraw_reason'])],
    changed_by: by.name,
    changed_by_id: by.subject,
    changed_at: at,
    version,
    event_id: null,
  };
}
