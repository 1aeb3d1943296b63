// Contract of the dashboard boundary: read models that only the projector writes.
import * as z from 'zod/mini';
import { businessObjectId, caseId, correlationId, eventId, requestNumber, submissionId } from './ids.ts';
import { submissionFields, submissionFilters } from './intake.ts';
import { anyOf, moment, overdue } from './list-query.ts';
import { instant, pageQuery } from './page.ts';
import { canonicalStatuses } from './values/canonical.ts';
import { caseStatuses } from './values/cases.ts';
import { activityIntervals, rowStatuses } from './values/dashboard.ts';
import { eventStatuses } from './values/events.ts';
import { requestLifecycleStatuses, submissionStatuses } from './values/submissions.ts';

/** One submission with its entities of all boundaries. Parts that do not exist yet are null. */
export const lifecycleRecord = z.object({
  submission: z.object({
    submission_id: submissionId,
    correlation_id: correlationId,
    ...submissionFields.shape,
    requester_name: z.string(),
    requester_email: z.string(),
    /** The first 120 characters of the description. */
    request_description: z.string(),
    submission_status: z.enum(submissionStatuses),
    erased_at: z.nullable(instant),
    reopens_case_id: z.nullable(caseId),
    created_at: instant,
  }),
  service_request: z.object({
    request_number: requestNumber,
    lifecycle_status: z.enum(requestLifecycleStatuses),
    created_at: instant,
  }),
  /** The event that creates the case. */
  event: z.object({
    event_id: eventId,
    event_status: z.enum(eventStatuses),
    created_at: instant,
    completed_at: z.nullable(instant),
  }),
  operation_case: z.nullable(
    z.object({
      operation_case_id: caseId,
      processing_status: z.enum(caseStatuses),
      request_type: z.string(),
      priority: z.string(),
      assigned_team: z.string(),
      assignee: z.nullable(z.string()),
      due_at: instant,
      breached: z.boolean(),
      reopened_as_case_id: z.nullable(caseId),
      version: z.number(),
      created_at: instant,
      updated_at: instant,
    }),
  ),
  business_object: z.nullable(
    z.object({
      business_object_id: businessObjectId,
      object_type: z.string(),
      canonical_category: z.string(),
      lifecycle_status: z.enum(canonicalStatuses),
      case_version: z.number(),
      updated_at: instant,
    }),
  ),
});
export type LifecycleRecord = z.output<typeof lifecycleRecord>;

const count = z.number();

/** Body of `GET /dashboard/overview`. */
export const overview = z.object({
  generated_at: instant,
  /** True when something waits for an operator: a dead letter, an overdue case, or an event pending for more than a minute. */
  attention_needed: z.boolean(),
  totals: z.object({
    submissions: count,
    cases: z.object({ open: count, in_progress: count, completed: count, rejected: count }),
    /** Open cases past their due date, counted in a sparse index. */
    overdue_cases: count,
    /** Pending events, and dead letters that wait for an operator, counted in sparse indexes. */
    events: z.object({ pending: count, dead_lettered: count }),
  }),
  oldest_pending_event_at: z.nullable(instant),
  /** The newest submissions, at most 20. */
  recent: z.array(lifecycleRecord),
});
export type Overview = z.output<typeof overview>;

/** Submissions and outcomes of one interval. */
export const activityBucket = z.object({
  /** Start of the interval. */
  from: instant,
  submissions: count,
  completed: count,
  rejected: count,
  dead_lettered: count,
});
export type ActivityBucket = z.output<typeof activityBucket>;

/** Body of `GET /dashboard/activity`: all intervals between `from` and `to`, including empty ones, oldest first. */
export const activity = z.object({
  interval: z.enum(activityIntervals),
  from: instant,
  to: instant,
  buckets: z.array(activityBucket),
});
export type Activity = z.output<typeof activity>;

export const recordListQuery = z.strictObject({
  ...pageQuery.shape,
  ...submissionFilters,
  status: z.optional(anyOf(rowStatuses)),
  overdue,
});
export type RecordListQuery = z.output<typeof recordListQuery>;

/** Query of `GET /dashboard/activity`. Default: the last 24 hours, or the last 30 days when the interval is a day. */
export const activityQuery = z.strictObject({
  interval: z._default(z.enum(activityIntervals), 'hour'),
  from: z.optional(moment),
  to: z.optional(moment),
});
export type ActivityQuery = z.output<typeof activityQuery>;
