// Maps a read model row to the answer of the dashboard. Only here, fields that rows of older versions lack are filled in.
import type { LifecycleRecord } from '../../contracts/dashboard.ts';
import { makeId, ulidOf } from '../../contracts/ids.ts';
import { breached, dueAfter } from '../operations/due-dates.ts';

/** Sections of a row; each comes from one item of another boundary and has the version `v` of that item. */
export type SectionName = 'submission' | 'service_request' | 'event' | 'operation_case' | 'business_object';
export type Section = { readonly v: number } & Readonly<Record<string, unknown>>;
/** Sections by name: those that the answer shows, and others of the registry of projections. */
export type Sections = Readonly<Partial<Record<SectionName, Section>>> & {
  readonly [name: string]: Section | undefined;
};

/** Counts of the activity by hour. */
export const activityNames = ['submissions', 'completed', 'rejected', 'dead_lettered'] as const;
export type ActivityName = (typeof activityNames)[number];

export interface RecordRow {
  readonly submissionId: string;
  readonly sections: Sections;
}

/** Sections of which the row has no such version yet. */
export const newerThan = (row: Sections, wanted: Sections): Sections =>
  Object.fromEntries(
    Object.entries(wanted).filter(([name, section]) => section !== undefined && section.v > (row[name]?.v ?? 0)),
  );

type CaseSection = NonNullable<LifecycleRecord['operation_case']> & { readonly closed_at?: string | null };

/**
 * The answer for a row; undefined until all three sections of the acceptance have arrived.
 * @param nowIso Instant at which overdue is decided.
 */
export function toRecord(row: RecordRow | undefined, nowIso: string): LifecycleRecord | undefined {
  if (row === undefined) return undefined;
  const { submission, service_request, event, business_object } = row.sections;
  if (submission === undefined || service_request === undefined || event === undefined) return undefined;
  const ulid = ulidOf(row.submissionId);
  const record = {
    submission: {
      submission_id: row.submissionId,
      correlation_id: makeId('correlation', ulid),
      erased_at: null,
      reopens_case_id: null,
      ...fieldsOf(submission),
    },
    service_request: {
      request_number: makeId('serviceRequest', ulid),
      // The service request is created with its submission.
      created_at: submission['created_at'],
      ...fieldsOf(service_request),
    },
    event: shownEvent(event),
    operation_case: caseOf(row, nowIso),
    business_object:
      business_object === undefined
        ? null
        : {
            business_object_id: makeId('businessObject', ulid),
            ...fieldsOf(business_object),
            case_version: business_object.v,
          },
  };
  return record as unknown as LifecycleRecord;
}

/** The case of a row, with defaults for fields that older versions did not store. */
export function caseOf({ submissionId, sections }: RecordRow, nowIso: string): LifecycleRecord['operation_case'] {
  const { submission, operation_case: section } = sections;
  if (section === undefined) return null;
  const filled = {
    operation_case_id: makeId('case', ulidOf(submissionId)),
    request_type: submission?.['request_type'],
    priority: submission?.['priority'],
    assigned_team: submission?.['assigned_team'],
    assignee: null,
    due_at: dueAfter(String(section['created_at'])),
    reopened_as_case_id: null,
    ...fieldsOf(section),
    version: section.v,
  } as unknown as CaseSection;
  const { closed_at: _, ...shown } = filled;
  return { ...shown, breached: breached(filled, nowIso) };
}

function shownEvent(section: Section): Readonly<Record<string, unknown>> {
  const { dead_lettered_at: _, ...shown } = fieldsOf(section);
  return shown;
}

function fieldsOf(section: Section): Readonly<Record<string, unknown>> {
  const { v: _, ...fields } = section;
  return fields;
}
