import { describe, expect, it } from 'vitest';
import { activityOf, activitySpan } from '../../../../../shared/core/dashboard/activity.ts';
import { HubError } from '../../../../../shared/errors/hub-error.ts';

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
