import { describe, expect, it } from 'vitest';
import {
  type LineageEvent,
  type LineageParts,
  lineageFrom,
  lineageOf,
} from '../../../../../shared/core/canonical/lineage-graph.ts';

const at = (minute: number) => `2026-03-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const sync = (minute: number, outcome = 'succeeded') => ({
  outcome,
  worker_version: '1.2.3',
  processed_at: at(minute),
});
const request = (id: string, minute: number, more: Partial<LineageEvent> = {}): LineageEvent => ({
  event_id: id,
  event_type: 'RequestCreated',
  event_status: 'completed',
  created_at: at(minute),
  causation_id: null,
  ...more,
});
const change = (id: string, minute: number, more: Partial<LineageEvent> = {}): LineageEvent => ({
  ...request(id, minute, more),
  event_type: 'OperationalCaseStatusChanged',
});

const accepted: LineageParts = {
  correlation_id: 'COR-1',
  submission: { submission_id: 'SUB-1', submission_status: 'received', request_type: 'COMPLAINT', created_at: at(0) },
  service_request: {
    request_number: 'SR-1',
    lifecycle_status: 'submitted',
    request_type: 'COMPLAINT',
    created_at: at(0),
  },
  events: [request('EVT-1', 0, { event_status: 'pending' })],
  documents: [{ document_id: 'DOC-1', status: 'available', content_type: 'text/plain', created_at: at(1) }],
};
const whole: LineageParts = {
  ...accepted,
  events: [request('EVT-1', 0, { sync: sync(2) }), change('EVT-2', 3, { sync: sync(4) }), change('EVT-3', 5)],
  case: { operation_case_id: 'CASE-1', processing_status: 'completed', assigned_team: 'TEAM', created_at: at(2) },
  object: {
    business_object_id: 'OBJ-1',
    object_type: 'service_request',
    canonical_category: 'complaint',
    lifecycle_status: 'in_progress',
    created_at: at(2),
    lineage: { event_id: 'EVT-1', worker_version: '1.2.3', recorded_at: at(2) },
  },
  reopened_as: { submission_id: 'SUB-2', submission_status: 'received', request_type: 'COMPLAINT', created_at: at(9) },
};

const steps = (parts: LineageParts) =>
  lineageOf(parts).edges.map(({ from, relation, to }) => `${from} ${relation} ${to}`);
const reached = (root: string, direction: 'forward' | 'back' | 'both') =>
  lineageFrom(lineageOf(whole), root, direction)
    .nodes.map(({ id }) => id)
    .sort();

describe('lineageOf', () => {
  it('has what an acceptance made, before anything was synchronised', () => {
    expect(steps(accepted)).toEqual(['SUB-1 became SR-1', 'SR-1 carried by EVT-1', 'SUB-1 supported by DOC-1']);
  });

  it('has each step with its event, its time and the version of the function that took it', () => {
    const { edges } = lineageOf(whole);

    expect(steps(whole)).toEqual([
      'SUB-1 became SR-1',
      'SR-1 carried by EVT-1',
      'SUB-1 supported by DOC-1',
      'EVT-1 created CASE-1',
      'CASE-1 became OBJ-1',
      'CASE-1 carried by EVT-2',
      'EVT-2 updated OBJ-1',
      'CASE-1 carried by EVT-3',
      'CASE-1 reopened as SUB-2',
    ]);
    expect(edges.find(({ from, to }) => from === 'EVT-2' && to === 'OBJ-1')).toEqual({
      from: 'EVT-2',
      to: 'OBJ-1',
      relation: 'updated',
      event_id: 'EVT-2',
      event_type: 'OperationalCaseStatusChanged',
      at: at(4),
      function_version: '1.2.3',
    });
    expect(edges.find(({ relation }) => relation === 'supported by')).toMatchObject({
      event_id: null,
      function_version: null,
    });
  });

  it('has the event that an edit replaced, and what created the case instead', () => {
    const edited = {
      ...whole,
      events: [
        request('EVT-0', 0, { sync: sync(1, 'skipped') }),
        request('EVT-1', 1, { causation_id: 'EVT-0', sync: sync(2) }),
      ],
    };

    expect(steps(edited)).toEqual(
      expect.arrayContaining([
        'SR-1 carried by EVT-0',
        'EVT-0 replaced by EVT-1',
        'EVT-1 created CASE-1',
        'CASE-1 became OBJ-1',
      ]),
    );
    expect(steps(edited)).not.toContain('EVT-0 created CASE-1');
  });

  it('has the case that a record reopens, and an event that found the object up to date', () => {
    const reopening = {
      ...whole,
      reopens: { ...whole.case, operation_case_id: 'CASE-0' } as NonNullable<LineageParts['case']>,
    };
    const late = { ...whole, events: [...whole.events, change('EVT-4', 6, { sync: sync(7, 'skipped') })] };

    expect(steps(reopening)).toContain('CASE-0 reopened as SUB-1');
    expect(steps(late)).toContain('EVT-4 found up to date OBJ-1');
  });

  it('has no step that leads nowhere', () => {
    const { nodes, edges } = lineageOf({ ...whole, object: undefined, service_request: undefined });
    const ids = nodes.map(({ id }) => id);

    for (const { from, to } of edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
  });
});

describe('lineageFrom', () => {
  it.each([
    ['SUB-1', 'forward', ['CASE-1', 'DOC-1', 'EVT-1', 'EVT-2', 'EVT-3', 'OBJ-1', 'SR-1', 'SUB-1', 'SUB-2']],
    ['SUB-1', 'back', ['SUB-1']],
    ['SR-1', 'forward', ['CASE-1', 'EVT-1', 'EVT-2', 'EVT-3', 'OBJ-1', 'SR-1', 'SUB-2']],
    ['SR-1', 'back', ['SR-1', 'SUB-1']],
    ['CASE-1', 'back', ['CASE-1', 'EVT-1', 'SR-1', 'SUB-1']],
    ['CASE-1', 'both', ['CASE-1', 'EVT-1', 'EVT-2', 'EVT-3', 'OBJ-1', 'SR-1', 'SUB-1', 'SUB-2']],
    ['OBJ-1', 'forward', ['OBJ-1']],
    ['OBJ-1', 'back', ['CASE-1', 'EVT-1', 'EVT-2', 'OBJ-1', 'SR-1', 'SUB-1']],
  ] as const)('%s %s reaches %j', (root, direction, expected) => {
    expect(reached(root, direction)).toEqual(expected);
  });

  it('keeps the steps between what it reaches and no others, and ends in a circle too', () => {
    const circle = {
      nodes: lineageOf(whole).nodes,
      edges: [...lineageOf(whole).edges, { ...lineageOf(whole).edges[0], from: 'OBJ-1', to: 'SUB-1' }],
    };

    const { nodes, edges } = lineageFrom(circle as ReturnType<typeof lineageOf>, 'OBJ-1', 'back');

    const ids = nodes.map(({ id }) => id);
    expect(ids).not.toContain('DOC-1');
    expect(edges.every(({ from, to }) => ids.includes(from) && ids.includes(to))).toBe(true);
  });
});
