import { describe, expect, it } from 'vitest';
import { type RecordFilters, type RowList, rowFilter } from '../../../../../shared/core/dashboard/record-filter.ts';
import { type RecordRow, toRecord } from '../../../../../shared/core/dashboard/record-row.ts';

const ulid = '01JD0000000000000000000000';
const now = '2026-03-02T00:00:00.000Z';

const submission = {
  v: 1,
  intake_method: 'phone',
  requester_name: 'Désirée Example',
  requester_email: 'desiree@example.test',
  request_description: 'Where is my agreement?',
  request_type: 'COMPLAINT',
  priority: 'low',
  assigned_team: 'CUSTOMER_CARE_TEAM',
  submission_status: 'received',
  created_at: '2026-03-01T00:00:00.000Z',
};
const operationCase = {
  v: 3,
  processing_status: 'in_progress',
  request_type: 'COMPLAINT',
  priority: 'urgent',
  assigned_team: 'TECHNICAL_TEAM',
  assignee: null,
  due_at: '2026-03-01T04:00:00.000Z',
  created_at: '2026-03-01T00:00:01.000Z',
  updated_at: '2026-03-01T01:00:00.000Z',
  closed_at: null,
  reopened_as_case_id: null,
};
const event = {
  v: 2,
  event_id: 'EVT-x',
  event_status: 'completed',
  created_at: submission.created_at,
  completed_at: now,
};
const full: RecordRow = {
  submissionId: `SUB-${ulid}`,
  sections: {
    submission,
    service_request: { v: 1, lifecycle_status: 'submitted', created_at: submission.created_at },
    event,
    operation_case: operationCase,
    business_object: {
      v: 2,
      object_type: 'service_request',
      canonical_category: 'complaint',
      lifecycle_status: 'in_progress',
      updated_at: now,
    },
  },
};
const { operation_case: _, business_object: __, ...accepted } = full.sections;
const waiting: RecordRow = { ...full, sections: accepted };
const withdrawn: RecordRow = {
  ...waiting,
  sections: { ...accepted, submission: { ...submission, submission_status: 'withdrawn' } },
};
const changedCase = (changes: object): RecordRow => ({
  ...full,
  sections: { ...full.sections, operation_case: { ...operationCase, ...changes } },
});

const passes = (list: RowList, filters: RecordFilters, row: RecordRow) => rowFilter(list, filters, now)(row);

describe('rowFilter', () => {
  it.each<[RowList, RecordFilters, RecordRow, boolean]>([
    // What is not there yet is in no list of it.
    ['cases', {}, full, true],
    ['cases', {}, waiting, false],
    ['business_objects', {}, waiting, false],
    ['submissions', {}, waiting, true],
    ['records', {}, { ...full, sections: { submission } }, false],
    // The status is that of what is listed.
    ['submissions', { status: ['received'] }, full, true],
    ['submissions', { status: ['withdrawn'] }, full, false],
    ['records', { status: ['received'] }, full, false],
    ['records', { status: ['in_progress', 'open'] }, full, true],
    ['records', { status: ['received'] }, waiting, true],
    ['records', { status: ['received'] }, withdrawn, false],
    ['records', { status: ['withdrawn'] }, withdrawn, true],
    ['cases', { status: ['open'] }, full, false],
    ['service_requests', { status: ['submitted'] }, full, true],
    ['service_requests', { status: ['withdrawn'] }, full, false],
    // A submission says what was asked for, a case what it has become.
    ['submissions', { priority: ['low'] }, full, true],
    ['submissions', { priority: ['urgent'] }, full, false],
    ['cases', { priority: ['urgent', 'high'] }, full, true],
    ['cases', { priority: ['low'] }, full, false],
    ['records', { assigned_team: ['TECHNICAL_TEAM'] }, full, true],
    ['records', { assigned_team: ['CUSTOMER_CARE_TEAM'] }, waiting, true],
    ['cases', { request_type: ['COMPLAINT'], intake_method: ['phone'] }, full, true],
    ['cases', { request_type: ['COMPLAINT'], intake_method: ['email'] }, full, false],
    ['business_objects', { canonical_category: ['complaint'], object_type: ['service_request'] }, full, true],
    ['business_objects', { lifecycle_status: ['active'] }, full, false],
    // Overdue are open cases past their due date.
    ['cases', { overdue: 'true' }, full, true],
    ['cases', { overdue: 'false' }, full, false],
    ['cases', { overdue: 'true' }, changedCase({ due_at: '2026-03-03T00:00:00.000Z' }), false],
    ['cases', { overdue: 'true' }, changedCase({ processing_status: 'completed', closed_at: now }), false],
    ['records', { overdue: 'true' }, waiting, false],
    ['records', { overdue: 'false' }, waiting, true],
    // Searches.
    ['records', { requester: 'desiree@EXAMPLE.test' }, full, true],
    ['records', { requester: 'desiree' }, full, true],
    ['records', { requester: 'example.test' }, full, false],
    ['records', { q: 'agreement desiree' }, full, true],
    ['records', { q: `CASE-${ulid}` }, full, true],
    ['cases', { q: `obj-${ulid.toLowerCase()}` }, full, true],
    ['records', { q: 'invoice' }, full, false],
    // All filters have to pass.
    ['cases', { status: ['in_progress'], overdue: 'true', requester: 'nobody' }, full, false],
  ])('%# in %s with %j', (list, filters, row, expected) => {
    expect(passes(list, filters, row)).toBe(expected);
  });

  it('takes a case of an older version to be due after the default time, and of the type that was asked for', () => {
    const { v, processing_status, created_at, updated_at } = operationCase;
    const old: RecordRow = {
      ...full,
      sections: { ...full.sections, operation_case: { v, processing_status, created_at, updated_at } },
    };

    expect(passes('cases', { overdue: 'true' }, old)).toBe(false);
    expect(rowFilter('cases', { overdue: 'true', priority: ['low'] }, '2026-03-10T00:00:00.000Z')(old)).toBe(true);
    expect(toRecord(old, now)).toMatchObject({
      submission: { erased_at: null, reopens_case_id: null },
      operation_case: { priority: 'low', assignee: null, due_at: '2026-03-04T00:00:01.000Z', breached: false },
    });
  });
});

describe('toRecord', () => {
  it('shows a case that was closed late as late, and nothing that only the row needs', () => {
    const late = toRecord(changedCase({ processing_status: 'completed', closed_at: '2026-03-01T05:00:00.000Z' }), now);
    const inTime = toRecord(
      changedCase({ processing_status: 'completed', closed_at: '2026-03-01T03:00:00.000Z' }),
      now,
    );

    expect(late?.operation_case).toMatchObject({ breached: true, version: 3 });
    expect(inTime?.operation_case?.breached).toBe(false);
    expect(late?.operation_case).not.toHaveProperty('closed_at');
    expect(late?.operation_case).not.toHaveProperty('v');
  });

  it('is nothing before a submission, its request and its event have arrived', () => {
    expect(toRecord({ ...full, sections: { submission, event } }, now)).toBeUndefined();
    expect(toRecord(waiting, now)).toMatchObject({ operation_case: null, business_object: null });
  });
});
