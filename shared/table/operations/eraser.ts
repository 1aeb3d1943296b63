// Erases a requester's data in the operational boundary: the comments on the case. The case and its history stay.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { eraseTexts } from '../engine/comment-list.ts';
import type { Eraser, PersonalData } from '../engine/eraser.ts';
import type { HubTable } from '../engine/hub-table.ts';
import type { CaseCommentItem, CaseItem, HistoryItem } from './items.ts';
import { caseCommentKey } from './keys.ts';

export const operationsPersonalData: PersonalData<CaseItem | HistoryItem | CaseCommentItem> = {
  case: 'none',
  history: { erased: [], kept: { change_reason: 'the reason is part of the history of the case' } },
  case_comment: { erased: ['text'] },
};

/** Erases the comments on the case of a submission. */
export const caseCommentEraser =
  (table: HubTable): Eraser =>
  async (submissionId) => {
    await eraseTexts(table, caseCommentKey(makeId('case', ulidOf(submissionId)), ''));
    return 0;
  };
