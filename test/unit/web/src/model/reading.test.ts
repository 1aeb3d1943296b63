// What the reading pages work out: the chart's span and words, lineage in steps and labels, edits, and the legends.
import { describe, expect, it } from 'vitest';
import type { ActivityBucket } from '../../../../../shared/contracts/dashboard.ts';
import type { Submission } from '../../../../../shared/contracts/intake.ts';
import type { LineageGraph, LineageNode } from '../../../../../shared/contracts/lineage-graph.ts';
import { canonicalStatuses } from '../../../../../shared/contracts/values/canonical.ts';
import { caseStatuses } from '../../../../../shared/contracts/values/cases.ts';
import { deadLetterStatuses } from '../../../../../shared/contracts/values/dead-letters.ts';
import { documentStatuses } from '../../../../../shared/contracts/values/documents.ts';
import { eventStatuses, syncOutcomes } from '../../../../../shared/contracts/values/events.ts';
import { requestLifecycleStatuses, submissionStatuses } from '../../../../../shared/contracts/values/submissions.ts';
import { activityWords, bucketLabel, busyBuckets, spanOf } from '../../../../../web/src/model/activity.ts';
import { boundaries } from '../../../../../web/src/model/boundaries.ts';
import { nodeLabel, otherSubmissionOf, pathOf, stepsAround, stepsOf } from '../../../../../web/src/model/lineage.ts';
import { rowFromAccepted } from '../../../../../web/src/model/stages.ts';
import { statusGroups } from '../../../../../web/src/model/status-meanings.ts';
import { changesOf, draftOf, whyNoChange, whyUnchangeable } from '../../../../../web/src/model/submission-edit.ts';

const bucket = (from: string, counts: Partial<ActivityBucket> = {}): ActivityBucket => ({
  from,
  submissions: 0,
  completed: 0,
  rejected: 0,
  dead_lettered: 0,
  ...counts,
});

describe('spanOf', () => {
  const now = Date.parse('2026-01-31T12:34:56.000Z');

  it('is whole hours or days up to the one that is now', () => {
    expect(spanOf('hour', now)).toEqual({
      interval: 'hour',
      from: '2026-01-29T13:00:00.000Z',
      to: '2026-01-31T13:00:00.000Z',
    });
    expect(spanOf('day', now)).toMatchObject({ from: '2026-01-02T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' });
  });

  it('is the same a minute later, so that an unchanged answer is found again', () => {
    expect(spanOf('hour', now + 60_000)).toEqual(spanOf('hour', now));
  });
});

describe('the activity in words', () => {
  const buckets = [
    bucket('2026-01-30T00:00:00.000Z'),
    bucket('2026-01-31T00:00:00.000Z', { submissions: 7, rejected: 2 }),
  ];

  it('has the totals and the busiest time', () => {
    expect(activityWords('day', buckets)).toBe(
      'In the last 30 days: 7 submissions, 0 completed, 2 rejected, 0 parked. Most submissions at 31 Jan: 7.',
    );
    expect(activityWords('hour', [])).toBe('In the last 48 hours: 0 submissions, 0 completed, 0 rejected, 0 parked.');
  });

  it('as a table leaves out when nothing happened, newest first', () => {
    expect(
      busyBuckets([...buckets, bucket('2026-02-01T00:00:00.000Z', { completed: 1 })]).map(({ from }) => from),
    ).toEqual(['2026-02-01T00:00:00.000Z', '2026-01-31T00:00:00.000Z']);
  });

  it('names days in UTC, as they are counted', () =>
    expect(bucketLabel('day', '2026-01-31T00:00:00.000Z')).toBe('31 Jan'));
});

const ulid = '01JD0000000000000000000000';
const node = (kind: LineageNode['kind'], id: string, label = ''): LineageNode => ({
  id,
  kind,
  boundary: '',
  label,
  status: 'open',
  at: '2026-01-31T08:00:00.000Z',
});
const edge = (from: string, to: string, at: string) => ({
  from,
  to,
  relation: 'became',
  event_id: null,
  event_type: null,
  at,
  function_version: null,
});
const graph: LineageGraph = {
  root: `SUB-${ulid}`,
  correlation_id: `COR-${ulid}`,
  direction: 'both',
  nodes: [node('submission', `SUB-${ulid}`), node('operation_case', `CASE-${ulid}`), node('event', 'EVT-1')],
  edges: [
    edge(`CASE-${ulid}`, 'EVT-1', '2026-01-31T09:00:00.000Z'),
    edge(`SUB-${ulid}`, `CASE-${ulid}`, '2026-01-31T08:00:00.000Z'),
    edge(`CASE-${ulid}`, 'OBJ-missing', '2026-01-31T10:00:00.000Z'),
  ],
};

describe('lineage', () => {
  it('is told in the order it happened, without steps that lead out of the graph', () => {
    expect(stepsOf(graph).map(({ to }) => to.id)).toEqual([`CASE-${ulid}`, 'EVT-1']);
  });

  it('around a node has the steps to it and from it', () => {
    expect(stepsAround(stepsOf(graph), 'EVT-1')).toHaveLength(1);
    expect(stepsAround(stepsOf(graph), `CASE-${ulid}`)).toHaveLength(2);
  });

  it.each([
    [node('event', 'EVT-1', 'OperationalCaseStatusChanged'), 'Case status changed'],
    [node('event', 'EVT-1', 'RequestCreated'), 'Request created'],
    [node('business_object', 'OBJ-1', 'service_request: inquiry'), 'Inquiry'],
    [node('submission', 'SUB-1', 'COMPLAINT'), 'Beschwerde'],
    [node('document', 'DOC-1', 'application/pdf'), 'application/pdf'],
    [node('operation_case', `CASE-${ulid}`), 'CASE-01JD…000000'],
    [node('document', 'DOC-1', 'a-name-that-is-much-too-long.pdf'), 'a-name-that-is-much-t…'],
  ])('labels %j', (given, words) => {
    const reference = { request_types: [{ code: 'COMPLAINT', label: 'Beschwerde' }], assigned_teams: [] };

    expect(nodeLabel(given, reference)).toBe(words);
  });

  it('finds nodes of another submission, to which a reopened case leads', () => {
    const other = '01JE0000000000000000000000';

    expect(otherSubmissionOf(node('operation_case', `CASE-${other}`), graph)).toBe(`SUB-${other}`);
    expect(otherSubmissionOf(node('operation_case', `CASE-${ulid}`), graph)).toBeNull();
    expect(otherSubmissionOf(node('event', `EVT-${other}`), graph)).toBeNull();
  });

  it('draws a line through its points', () => {
    expect(pathOf([])).toBe('');
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 10, y: 5 },
      ]),
    ).toBe('M0 0L10 5');
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 20, y: 10 },
      ]),
    ).toBe('M0 0Q10 0 20 10');
  });
});

describe('editing a request', () => {
  const body = {
    intake_method: 'phone',
    requester_name: 'Maren Holt',
    requester_email: 'maren@example.test',
    request_description: 'A door does not close.',
    request_type: 'COMPLAINT',
    priority: 'low',
    assigned_team: 'TECHNICAL_TEAM',
  };
  const at = '2026-01-31T08:00:00.000Z';
  const links = { self: '', service_request: '', record: '' };
  const accepted = {
    submission_id: `SUB-${ulid}`,
    submission_status: 'received',
    request_number: `SR-${ulid}`,
    event_id: `EVT-${ulid}`,
    correlation_id: `COR-${ulid}`,
    created_at: at,
    links,
  } as const;
  const row = rowFromAccepted(accepted, body);
  const submission: Submission = {
    ...row.submission,
    request_number: accepted.request_number,
    version: 1,
    created_by: 'Olga',
    updated_at: at,
    withdrawn_at: null,
    withdrawn_by: null,
    withdraw_reason: null,
  };

  it('sends what differs, trimmed, and nothing else', () => {
    const draft = draftOf(submission);

    expect(changesOf(submission, draft)).toEqual({});
    expect(changesOf(submission, { ...draft, priority: 'high', requester_name: ' Maren Holt ' })).toEqual({
      priority: 'high',
    });
  });

  it('is possible while the event is owed, and else says why not', () => {
    const event = (event_status: 'completed' | 'dead_lettered') => ({
      ...row,
      event: { ...row.event, event_status },
    });

    expect(whyUnchangeable(row, submission)).toBeNull();
    expect(whyUnchangeable(row, { ...submission, submission_status: 'withdrawn' })).toContain('withdrawn');
    expect(whyUnchangeable(row, { ...submission, erased_at: at })).toContain('erased');
    expect(whyUnchangeable(event('completed'), submission)).toContain('processed already');
    expect(whyUnchangeable(event('dead_lettered'), submission)).toContain('parked');
  });

  it('is for who entered the request, whatever others are called, and for those who may change any', () => {
    const tokenOf = (sub: string) => `e30.${btoa(JSON.stringify({ sub, name: submission.created_by }))}.e30`;
    const why = (role: 'viewer' | 'operator' | 'approver', sub: string, made: Partial<Submission> = {}) =>
      whyNoChange({ role, accessToken: tokenOf(sub) }, row, { ...submission, created_by_id: 'olga', ...made });
    const others = 'Your role, operator, cannot edit or withdraw submissions of other people; the role approver can.';

    expect(why('operator', 'olga')).toBeNull();
    expect(why('operator', 'oskar')).toBe(others);
    expect(why('approver', 'oskar')).toBeNull();
    expect(why('viewer', 'olga')).toContain('the role operator can');
    // What nobody can change any more says that, not whose it is.
    expect(why('operator', 'oskar', { submission_status: 'withdrawn' })).toContain('withdrawn');
  });

  it('leaves it to the API when the token says nothing here, and knows no owner of old requests', () => {
    const operator = { role: 'operator', accessToken: 'opaque' } as const;

    expect(whyNoChange(operator, row, submission)).toBeNull();
    expect(whyNoChange({ ...operator, accessToken: `e30.${btoa('{"sub":"olga"}')}.e30` }, row, submission)).toContain(
      'other people',
    );
  });
});

describe('the legends', () => {
  const meant = (key: string) => statusGroups.find((group) => group.key === key)?.meanings.map(({ status }) => status);

  it.each([
    ['submission', submissionStatuses],
    ['service_request', requestLifecycleStatuses],
    ['event', eventStatuses],
    ['sync_log', syncOutcomes],
    ['case', caseStatuses],
    ['object', canonicalStatuses],
    ['document', documentStatuses],
    ['dead_letter', deadLetterStatuses],
  ] as const)('explain every status of a %s', (key, statuses) =>
    expect(meant(key)).toEqual(expect.arrayContaining([...statuses])),
  );

  it('explain the eight boundaries', () => expect(new Set(boundaries.map(({ name }) => name)).size).toBe(8));
});
