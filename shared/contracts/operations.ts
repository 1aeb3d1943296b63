// The edge of the operational boundary: cases, their history and the status change.
import * as z from 'zod/mini';
import { caseId, correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { instant } from './page.ts';
import { assignedTeam, priority, requestType } from './reference.ts';
import { text } from './text.ts';

export const caseStatuses = ['open', 'in_progress', 'completed', 'rejected'] as const;
export type CaseStatus = (typeof caseStatuses)[number];
export const caseStatus = z.enum(caseStatuses);

/** Body of `PATCH /operational/cases/{operation_case_id}/status`. */
export const statusChangeBody = z.strictObject({
  new_status: caseStatus,
  /** Optional: the token says who it is. A value that differs from the token is refused with 403. */
  changed_by: z.optional(z.string().check(z.maxLength(200))),
  change_reason: text(512),
});

export const historyEntry = z.object({
  history_id: z.string(),
  previous_status: caseStatus,
  new_status: caseStatus,
  changed_by: z.string(),
  /** The token's subject: names may be shared and changed, this is not. */
  changed_by_id: z.optional(z.string()),
  change_reason: z.string(),
  changed_at: instant,
  /** Version of the case after this change; versions have no gaps. */
  version: z.number(),
  event_id: eventId,
});
export type HistoryEntry = z.output<typeof historyEntry>;

export const operationCase = z.object({
  operation_case_id: caseId,
  external_reference: requestNumber,
  submission_id: submissionId,
  correlation_id: correlationId,
  processing_status: caseStatus,
  request_type: requestType,
  priority: priority,
  assigned_team: assignedTeam,
  version: z.number(),
  created_at: instant,
  updated_at: instant,
  /** Statuses this case may go to now; empty when it is terminal. */
  allowed_statuses: z.array(caseStatus),
});
export type OperationCase = z.output<typeof operationCase>;

export const caseWithHistory = z.object({ ...operationCase.shape, history: z.array(historyEntry) });
export type CaseWithHistory = z.output<typeof caseWithHistory>;

/** Answer of the status change. */
export const statusChanged = z.object({ ...operationCase.shape, event_id: eventId, history_id: z.string() });
