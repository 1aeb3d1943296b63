// Contract of the operational boundary: cases, their history and their changes.
import * as z from 'zod/mini';
import { comment } from './comment.ts';
import { caseId, correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { anyOf, classified, exportPage, made, overdue, requested, sortedBy } from './list-query.ts';
import { instant, pageQuery } from './page.ts';
import { referenceCode } from './reference.ts';
import { singleLine, text } from './text.ts';
import { caseStatuses } from './values/cases.ts';
import { caseOrders } from './values/sort-orders.ts';
import { textLimits } from './values/text-limits.ts';

export type CaseStatus = (typeof caseStatuses)[number];
export const caseStatus = z.enum(caseStatuses);

/** Body of `PATCH /operational/cases/{operation_case_id}/status`. */
export const statusChangeBody = z.strictObject({
  new_status: caseStatus,
  /** Optional, because the token identifies the person. A value that differs from the token is refused with 403. */
  changed_by: z.optional(z.string().check(z.maxLength(textLimits.personName))),
  change_reason: text(textLimits.reason),
});

/** Body of `PATCH /operational/cases/{operation_case_id}`; absent fields stay. */
export const caseChangeBody = z
  .strictObject({
    assigned_team: z.optional(referenceCode),
    /** Name of the person who works on the case; null removes the assignee. */
    assignee: z.optional(z.nullable(text(textLimits.personName).check(singleLine))),
    /** A new priority moves the due date, unless the same call sets one. */
    priority: z.optional(referenceCode),
    due_at: z.optional(z.iso.datetime({ error: 'must be an instant in UTC such as 2026-01-31T08:00:00Z' })),
    change_reason: text(textLimits.reason),
  })
  .check(
    z.refine(({ change_reason: _, ...changes }) => Object.keys(changes).length > 0, {
      error: 'must name at least one of assigned_team, assignee, priority, due_at',
    }),
  );
export type CaseChangeBody = z.output<typeof caseChangeBody>;

/** Body of `POST /operational/cases/{operation_case_id}/reopen`. */
export const reopenBody = z.strictObject({ reason: text(textLimits.reason) });

/** Refuses each entry that repeats an earlier one. */
const eachOnce: z.core.CheckFn<string[]> = ({ value, issues }) => {
  for (const [index, id] of value.entries()) {
    const first = value.indexOf(id);
    if (first < index) {
      issues.push({
        code: 'custom',
        input: id,
        path: [index],
        message: `repeats entry ${first}; name each once`,
      });
    }
  }
};

/** Body of `POST /operational/cases/bulk-status-changes`. */
export const bulkStatusChangeBody = z.strictObject({
  operation_case_ids: z.array(caseId).check(z.minLength(1), z.maxLength(100), eachOnce),
  new_status: caseStatus,
  change_reason: text(textLimits.reason),
});

export const historyKinds = ['status', 'assignment', 'priority', 'due_date', 'reopened'] as const;
export type HistoryKind = (typeof historyKinds)[number];

export const historyEntry = z.object({
  history_id: z.string(),
  /** The main kind of the change; `changes` lists all fields. */
  kind: z.enum(historyKinds),
  previous_status: caseStatus,
  new_status: caseStatus,
  /** Changed fields other than the status. */
  changes: z.array(z.object({ field: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) })),
  changed_by: z.string(),
  /** The token's subject; unlike the name it is unique and never changes. */
  changed_by_id: z.optional(z.string()),
  change_reason: z.string(),
  changed_at: instant,
  /** Version of the case after this change; versions have no gaps. */
  version: z.number(),
  /** The event of a status change; null for other changes. */
  event_id: z.nullable(eventId),
});
export type HistoryEntry = z.output<typeof historyEntry>;

export const operationCase = z.object({
  operation_case_id: caseId,
  external_reference: requestNumber,
  submission_id: submissionId,
  correlation_id: correlationId,
  processing_status: caseStatus,
  request_type: z.string(),
  priority: z.string(),
  assigned_team: z.string(),
  assignee: z.nullable(z.string()),
  version: z.number(),
  created_at: instant,
  updated_at: instant,
  /** Deadline, from the priority or set by a person. */
  due_at: instant,
  /** True for an open case past its due date, and for a case that was closed after it. */
  breached: z.boolean(),
  /** Instant at which it became terminal; null before that. */
  closed_at: z.nullable(instant),
  /** The terminal case that this case reopens, and the case that reopens this one. */
  reopens_case_id: z.nullable(caseId),
  reopened_as_case_id: z.nullable(caseId),
  /** Statuses to which this case may change now; empty when it is terminal. */
  allowed_statuses: z.array(caseStatus),
});
export type OperationCase = z.output<typeof operationCase>;

/** A case with its history and comments, read with one Query. */
export const caseWithHistory = z.object({
  ...operationCase.shape,
  history: z.array(historyEntry),
  comments: z.array(comment),
});
export type CaseWithHistory = z.output<typeof caseWithHistory>;

/** Answer of the status change. */
export const statusChanged = z.object({ ...operationCase.shape, event_id: eventId, history_id: z.string() });

/** Answer of a change of other fields. */
export const caseChanged = z.object({ ...operationCase.shape, history_id: z.string() });

/** Answer of a reopening; sync creates the new case when it processes the event. */
export const caseReopened = z.object({
  operation_case_id: caseId,
  reopens_case_id: caseId,
  submission_id: submissionId,
  request_number: requestNumber,
  event_id: eventId,
  links: z.object({ self: z.string(), record: z.string() }),
});
export type CaseReopened = z.output<typeof caseReopened>;

const caseFilters = {
  status: z.optional(anyOf(caseStatuses)),
  ...classified,
  ...requested,
  overdue,
  /** Filters by the acceptance of the request. */
  ...made,
  sort: sortedBy(caseOrders),
};
export const caseListQuery = z.strictObject({ ...pageQuery.shape, ...caseFilters });
export type CaseListQuery = z.output<typeof caseListQuery>;
export const caseExportQuery = z.strictObject({ ...exportPage, ...caseFilters });
