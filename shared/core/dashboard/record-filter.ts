// Filters of lists, applied to one read model row at a time. The range of time is not among them, because the query of
// the rows applies it.
import { prefixes, ulidOf } from '../../contracts/ids.ts';
import { hasAllWords, isRequester, wordsOf } from '../lists/text-search.ts';
import { allowedStatuses } from '../operations/case-transitions.ts';
import { caseOf, type RecordRow, type SectionName } from './record-row.ts';

/** Filters of the query of any list; an absent filter passes all rows. */
export interface RecordFilters {
  readonly status?: readonly string[] | undefined;
  readonly request_type?: readonly string[] | undefined;
  readonly assigned_team?: readonly string[] | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly intake_method?: readonly string[] | undefined;
  readonly object_type?: readonly string[] | undefined;
  readonly canonical_category?: readonly string[] | undefined;
  readonly lifecycle_status?: readonly string[] | undefined;
  readonly requester?: string | undefined;
  readonly q?: string | undefined;
  readonly overdue?: 'true' | 'false' | undefined;
}

/** The lists that are read from rows. */
export type RowList = 'submissions' | 'service_requests' | 'cases' | 'records' | 'business_objects';

/** The section that a row needs to be in a list. */
const needed: Readonly<Record<RowList, readonly SectionName[]>> = {
  submissions: ['submission'],
  service_requests: ['service_request'],
  cases: ['operation_case'],
  records: ['submission', 'service_request', 'event'],
  business_objects: ['business_object'],
};

const severalOf = [
  'status',
  'request_type',
  'assigned_team',
  'priority',
  'intake_method',
  'object_type',
  'canonical_category',
  'lifecycle_status',
] as const;
type Facts = Readonly<Record<(typeof severalOf)[number], string>>;

/**
 * @param nowIso Instant at which overdue is decided.
 * @returns a predicate: true for a row that belongs to the list with these filters.
 */
export function rowFilter(list: RowList, filters: RecordFilters, nowIso: string): (row: RecordRow) => boolean {
  const { overdue, requester } = filters;
  const several = severalOf.filter((name) => filters[name] !== undefined);
  const words = filters.q === undefined ? [] : wordsOf(filters.q);
  const tests: ((row: RecordRow) => boolean)[] = [
    (row) => needed[list].every((section) => row.sections[section] !== undefined),
  ];
  if (several.length > 0) {
    tests.push((row) => {
      const facts = factsOf(list, row, nowIso);
      return several.every((name) => filters[name]?.includes(facts[name]));
    });
  }
  if (overdue !== undefined) tests.push((row) => String(isOverdue(row, nowIso)) === overdue);
  if (requester !== undefined) tests.push((row) => isRequester(requester, requesterOf(row)));
  if (words.length > 0) tests.push((row) => hasAllWords(words, textsOf(row)));
  return (row) => tests.every((test) => test(row));
}

/** Returns true when the current item of the owning boundary still matches the filters; absent fields match. */
export function stillMatches(
  filters: RecordFilters,
  now: Readonly<Partial<Record<(typeof severalOf)[number], unknown>>>,
): boolean {
  return severalOf.every((name) => now[name] === undefined || filters[name]?.includes(String(now[name])) !== false);
}

function factsOf(list: RowList, row: RecordRow, nowIso: string): Facts {
  const { submission, business_object } = row.sections;
  // The lists of submissions and service requests filter by the submitted values, other lists by those of the case.
  const current = list === 'cases' || list === 'records' ? (caseOf(row, nowIso) ?? submission) : submission;
  const text = (section: Readonly<Record<string, unknown>> | undefined, name: string): string =>
    String(section?.[name] ?? '');
  return {
    status: statusOf(list, row),
    request_type: text(current, 'request_type'),
    assigned_team: text(current, 'assigned_team'),
    priority: text(current, 'priority'),
    intake_method: text(submission, 'intake_method'),
    object_type: text(business_object, 'object_type'),
    canonical_category: text(business_object, 'canonical_category'),
    lifecycle_status: text(business_object, 'lifecycle_status'),
  };
}

function statusOf(list: RowList, { sections }: RecordRow): string {
  const submitted = String(sections.submission?.['submission_status']);
  switch (list) {
    case 'submissions':
      return submitted;
    case 'service_requests':
      return String(sections.service_request?.['lifecycle_status']);
    case 'business_objects':
      return String(sections.business_object?.['lifecycle_status']);
    default:
      // Without a case the status is that of the submission.
      return String(sections.operation_case?.['processing_status'] ?? submitted);
  }
}

/** An open case past its due date. */
function isOverdue(row: RecordRow, nowIso: string): boolean {
  const found = caseOf(row, nowIso);
  return found?.breached === true && allowedStatuses(found.processing_status).length > 0;
}

function requesterOf({ sections }: RecordRow): { readonly name: string; readonly email: string } {
  const { submission } = sections;
  return { name: String(submission?.['requester_name'] ?? ''), email: String(submission?.['requester_email'] ?? '') };
}

/** All ids of one submission. They differ in the prefix only. */
export function idsOf(submissionId: string): string {
  const { submission, serviceRequest, correlation, case: ofCase, businessObject } = prefixes;
  const ulid = ulidOf(submissionId);
  return [submission, serviceRequest, correlation, ofCase, businessObject].map((name) => `${name}-${ulid}`).join(' ');
}

/** Searched texts: names, address, ids, and the excerpt of the description. */
function textsOf(row: RecordRow): readonly string[] {
  const { name, email } = requesterOf(row);
  return [name, email, idsOf(row.submissionId), String(row.sections.submission?.['request_description'] ?? '')];
}
