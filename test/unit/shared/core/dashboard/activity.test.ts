import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activityChanges,
  activityDifference,
  activityOf,
  activitySpan,
  addedUp,
} from '../../../../../shared/core/dashboard/activity.ts';
import type { Sections } from '../../../../../shared/core/dashboard/record-row.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { projections } from '../../../../../shared/table/dashboard/projections.ts';

const submission = { v: 1, created_at: '2026-03-01T08:59:59.999Z' };
const open = { v: 1, processing_status: 'open', updated_at: '2026-03-01T09:00:00.000Z' };
const completed = {
  v: 3,
  processing_status: 'completed',
  closed_at: '2026-03-01T10:00:00.000Z',
  updated_at: '2026-03-01T10:00:00.000Z',
};
const reopened = { ...completed, v: 4, updated_at: '2026-03-01T12:00:00.000Z' };
const parked = { v: 2, event_status: 'dead_lettered', dead_lettered_at: '2026-03-01T09:05:00.000Z' };

describe('activityChanges', () => {
  it.each<[string, Sections, Sections, object]>([
    ['a submission', {}, { submission }, { '2026-03-01T08': { submissions: 1 } }],
    ['an edit of it', { submission }, { submission: { ...submission, v: 2 } }, {}],
    ['an open case', {}, { operation_case: open }, {}],
    ['a closed one', { operation_case: open }, { operation_case: completed }, { '2026-03-01T10': { completed: 1 } }],
    ['a change after it was closed', { operation_case: completed }, { operation_case: reopened }, {}],
    [
      'one that older versions closed',
      { operation_case: open },
      { operation_case: { v: 2, processing_status: 'rejected', updated_at: '2026-03-01T11:30:00.000Z' } },
      { '2026-03-01T11': { rejected: 1 } },
    ],
    [
      'an event that was given up',
      { event: { v: 1, event_status: 'pending' } },
      { event: parked },
      { '2026-03-01T09': { dead_lettered: 1 } },
    ],
    [
      'one that is back at work',
      { event: parked },
      { event: { v: 3, event_status: 'pending' } },
      { '2026-03-01T09': { dead_lettered: -1 } },
    ],
  ])('for %s', (_, before, written, expected) => {
    expect(activityChanges(projections, before, written)).toEqual(expected);
  });

  it('adds up to what the row says in the end, whatever steps led there', () => {
    const states = [
      {},
      { submission },
      { submission, operation_case: open },
      { submission, operation_case: completed, event: parked },
      { submission, operation_case: reopened },
    ];

    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { minLength: 1 }), (steps) => {
        let before: Sections = {};
        const changes = steps.map((written) => {
          const change = activityChanges(projections, before, written);
          before = written;
          return change;
        });
        // Each step writes whole states here, so the sum is the last state's own.
        expect(addedUp(changes)).toEqual(activityChanges(projections, {}, before));
      }),
    );
  });
});

describe('activityDifference', () => {
  it('is what makes one the other', () => {
    const to = { a: { submissions: 3 }, b: { rejected: 1 } };
    const from = { a: { submissions: 1, completed: 2 }, c: { completed: 1 } };

    const difference = activityDifference(to, from);

    expect(difference).toEqual({ a: { submissions: 2, completed: -2 }, b: { rejected: 1 }, c: { completed: -1 } });
    expect(addedUp([from, difference])).toEqual(to);
    expect(activityDifference(to, to)).toEqual({});
  });
});

describe('activitySpan', () => {
  const nowMs = Date.parse('2026-03-10T12:34:56.789Z');
  const span = (query: { from?: string; to?: string }, interval: 'hour' | 'day' = 'hour') => {
    const { fromMs, toMs } = activitySpan({ interval, ...query }, nowMs);
    return `${new Date(fromMs).toISOString()} ${new Date(toMs).toISOString()}`;
  };

  it.each([
    ['hour', {}, '2026-03-09T13:00:00.000Z 2026-03-10T13:00:00.000Z'],
    ['day', {}, '2026-02-09T00:00:00.000Z 2026-03-11T00:00:00.000Z'],
    ['hour', { from: '2026-03-01', to: '2026-03-01' }, '2026-03-01T00:00:00.000Z 2026-03-02T00:00:00.000Z'],
    [
      'hour',
      { from: '2026-03-01T08:30:00Z', to: '2026-03-01T09:00:00Z' },
      '2026-03-01T08:00:00.000Z 2026-03-01T10:00:00.000Z',
    ],
    [
      'day',
      { from: '2026-03-01T08:30:00Z', to: '2026-03-02T00:00:00Z' },
      '2026-03-01T00:00:00.000Z 2026-03-03T00:00:00.000Z',
    ],
    ['hour', { to: '2026-03-01T00:00:00Z' }, '2026-02-28T01:00:00.000Z 2026-03-01T01:00:00.000Z'],
    ['day', { from: '2026-03-10T20:00:00Z' }, '2026-03-10T00:00:00.000Z 2026-03-11T00:00:00.000Z'],
    ['hour', { from: '2026-03-01', to: '2026-03-31' }, '2026-03-01T00:00:00.000Z 2026-04-01T00:00:00.000Z'],
    ['day', { from: '2028-01-01', to: '2028-12-31' }, '2028-01-01T00:00:00.000Z 2029-01-01T00:00:00.000Z'],
  ] as const)('of %s bars for %j is %s', (interval, query, expected) => {
    expect(span(query, interval)).toBe(expected);
  });

  it.each([
    ['hour', { from: '2026-03-01', to: '2026-04-01' }, 'must be at most 31 days before to when the interval is hour'],
    ['day', { from: '2026-01-01', to: '2027-01-02' }, 'must be at most 366 days before to when the interval is day'],
    ['hour', { from: '2026-03-02', to: '2026-03-01' }, 'must not be before from'],
    ['hour', { from: '0001-01-01' }, 'must be at most 31 days before to when the interval is hour'],
  ] as const)('of %s bars for %j is refused', (interval, query, detail) => {
    expect.assertions(1);
    try {
      span(query, interval);
    } catch (error) {
      expect(error instanceof HubError && error.fields[0]?.detail).toBe(detail);
    }
  });
});

describe('activityOf', () => {
  it('has every bar, empty ones too, and sums the hours of a day', () => {
    const hours = {
      '2026-03-01T08': { submissions: 2 },
      '2026-03-01T23': { submissions: 1, rejected: 1 },
      '2026-03-03T00': { completed: 4 },
      '2026-03-04T00': { completed: 9 },
    };
    const span = activitySpan({ interval: 'day', from: '2026-03-01', to: '2026-03-03' }, 0);

    const { buckets, from, to } = activityOf(span, hours);

    expect([from, to]).toEqual(['2026-03-01T00:00:00.000Z', '2026-03-04T00:00:00.000Z']);
    expect(buckets.map(({ submissions, completed, rejected }) => [submissions, completed, rejected])).toEqual([
      [3, 0, 1],
      [0, 0, 0],
      [0, 4, 0],
    ]);
  });
});
