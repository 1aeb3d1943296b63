// Query parameters of lists: what may be filtered and sorted by, in which words it is refused.
import * as z from 'zod/mini';
import { canonicalCategories, canonicalStatuses, objectTypes } from './canonical.ts';
import { activityIntervals } from './dashboard.ts';
import { correlationId } from './ids.ts';
import { requestLifecycleStatuses, submissionStatuses } from './intake.ts';
import { eventStatuses, syncOutcomes } from './integration.ts';
import { caseStatuses } from './operations.ts';
import { pageLimit, pageQuery } from './page.ts';
import { eventTypes } from './values/event-types.ts';

/** One or several of `values`, separated by commas; any of them will do. */
const anyOf = <T extends string>(values: readonly T[]) =>
  z.pipe(
    z.string().check(
      z.regex(new RegExp(`^(${values.join('|')})(,(${values.join('|')}))*$`), {
        error: `must be one or several of ${values.join(', ')}, separated by commas`,
      }),
    ),
    z.transform((text) => split(text) as readonly T[]),
  );

const code = '[A-Za-z][A-Za-z0-9_]{0,63}';
/** Reference codes, separated by commas. Which ones are known is decided against the catalogue. */
const codes = z.pipe(
  z.string().check(
    z.regex(new RegExp(`^${code}(,${code}){0,49}$`), {
      error: 'must be one or several codes such as GENERAL_INQUIRY, separated by commas',
    }),
  ),
  z.transform(split),
);

/** Each value once, in one order, so that the same filter always reads the same. */
function split(text: string): readonly string[] {
  return [...new Set(text.split(','))].sort();
}

const moment = z.union([z.iso.date(), z.iso.datetime()], {
  error: 'must be a date such as 2026-01-31 or an instant in UTC such as 2026-01-31T08:00:00Z',
});

const sortedBy = <T extends string>(values: readonly [T, ...T[]]) =>
  z.optional(z.enum(values, { error: `must be one of ${values.join(', ')}; no other order has an index` }));
const byAcceptance = sortedBy(['-created_at', 'created_at']);

const searched = (what: string) =>
  z.optional(
    z
      .string()
      .check(
        z.minLength(2, { error: `must have at least 2 characters of ${what}` }),
        z.maxLength(200),
        z.regex(/[^\s]/, { error: 'must not be blank' }),
      ),
  );
const requester = searched('a name, or be an e-mail address');
const q = searched('a text');
const overdue = z.optional(z.enum(['true', 'false'], { error: 'must be true or false' }));

/** When the request was accepted, which is the time in all of its ids. A date as the end includes that whole day. */
const accepted = { created_from: z.optional(moment), created_to: z.optional(moment) };
const classified = {
  request_type: z.optional(codes),
  assigned_team: z.optional(codes),
  priority: z.optional(codes),
};

const submissionFilters = {
  status: z.optional(anyOf(submissionStatuses)),
  ...classified,
  intake_method: z.optional(codes),
  requester,
  q,
  ...accepted,
  sort: byAcceptance,
};
export const submissionListQuery = z.strictObject({ ...pageQuery.shape, ...submissionFilters });
export type SubmissionListQuery = z.output<typeof submissionListQuery>;

const caseFilters = {
  status: z.optional(anyOf(caseStatuses)),
  ...classified,
  intake_method: z.optional(codes),
  requester,
  q,
  overdue,
  ...accepted,
  /** `due_at` has the cases that are not closed, the first due first. */
  sort: sortedBy(['-created_at', 'created_at', 'due_at']),
};
export const caseListQuery = z.strictObject({ ...pageQuery.shape, ...caseFilters });
export type CaseListQuery = z.output<typeof caseListQuery>;

/** What a record's status may be: its case's, or what it is without one. */
export const recordStatuses = ['received', 'withdrawn', ...caseStatuses] as const;

const recordFilters = {
  ...submissionFilters,
  status: z.optional(anyOf(recordStatuses)),
  overdue,
};
export const recordListQuery = z.strictObject({ ...pageQuery.shape, ...recordFilters });
export type RecordListQuery = z.output<typeof recordListQuery>;

export const serviceRequestListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.optional(anyOf(requestLifecycleStatuses)),
  ...classified,
  ...accepted,
  sort: byAcceptance,
});
export type ServiceRequestListQuery = z.output<typeof serviceRequestListQuery>;

export const businessObjectListQuery = z.strictObject({
  ...pageQuery.shape,
  object_type: z.optional(anyOf(objectTypes)),
  canonical_category: z.optional(anyOf(canonicalCategories)),
  lifecycle_status: z.optional(anyOf(canonicalStatuses)),
  ...accepted,
  sort: byAcceptance,
});
export type BusinessObjectListQuery = z.output<typeof businessObjectListQuery>;

export const lineageListQuery = z.strictObject({ ...pageQuery.shape, ...accepted, sort: byAcceptance });
export type LineageListQuery = z.output<typeof lineageListQuery>;

/** Exports: longer pages, otherwise the filters of their list. */
export const maxExportLimit = 1000;
const exportPage = { limit: pageLimit(maxExportLimit, maxExportLimit), cursor: pageQuery.shape.cursor };
export const submissionExportQuery = z.strictObject({ ...exportPage, ...submissionFilters });
export const caseExportQuery = z.strictObject({ ...exportPage, ...caseFilters });

const ofRecord = { correlation_id: z.optional(correlationId) };
/** When the event was made. */
const made = { created_from: z.optional(moment), created_to: z.optional(moment) };

export const eventListQuery = z.strictObject({
  ...pageQuery.shape,
  ...ofRecord,
  event_type: z.optional(anyOf(eventTypes)),
  event_status: z.optional(anyOf(eventStatuses)),
  ...made,
});
export type EventListQuery = z.output<typeof eventListQuery>;

export const syncLogListQuery = z.strictObject({
  ...pageQuery.shape,
  ...ofRecord,
  event_type: z.optional(anyOf(eventTypes)),
  outcome: z.optional(anyOf(syncOutcomes)),
  ...made,
});
export type SyncLogListQuery = z.output<typeof syncLogListQuery>;

/** Query of `GET /dashboard/activity`; without dates the last 24 hours, or the last 30 days. */
export const activityQuery = z.strictObject({
  interval: z._default(z.enum(activityIntervals), 'hour'),
  from: z.optional(moment),
  to: z.optional(moment),
});
export type ActivityQuery = z.output<typeof activityQuery>;

export const lineageDirections = ['forward', 'back', 'both'] as const;
/** Query of `GET /canonical/lineage-graph`. */
export const lineageGraphQuery = z.strictObject({
  id: z.string().check(
    z.regex(/^(SUB|SR|COR|CASE|OBJ|LIN)-[0-9A-HJKMNP-TV-Z]{26}$/, {
      error:
        'must be the id of a submission (SUB-), request (SR-), case (CASE-), object (OBJ-), lineage (LIN-) or correlation (COR-)',
    }),
  ),
  direction: z._default(z.enum(lineageDirections), 'both'),
});
export type LineageGraphQuery = z.output<typeof lineageGraphQuery>;
