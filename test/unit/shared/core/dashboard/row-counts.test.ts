import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sections } from '../../../../../shared/core/dashboard/record-row.ts';
import {
  countsOf,
  countsOfHour,
  difference,
  hourOfCounter,
  hoursIn,
  sumOf,
  totalsIn,
} from '../../../../../shared/core/dashboard/row-counts.ts';
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

const counts = (row: Sections) => countsOf(projections, row);

describe('the change of a row', () => {
  it.each<[string, Sections, Sections, object]>([
    ['a submission', {}, { submission }, { submissions: 1, '2026-03-01T08 submissions': 1 }],
    ['an edit of it', { submission }, { submission: { ...submission, v: 2 } }, {}],
    ['an open case', {}, { operation_case: open }, { case_open: 1 }],
    [
      'a closed one',
      { operation_case: open },
      { operation_case: completed },
      { case_open: -1, case_completed: 1, '2026-03-01T10 completed': 1 },
    ],
    ['a change after it was closed', { operation_case: completed }, { operation_case: reopened }, {}],
    [
      'one that older versions closed',
      { operation_case: open },
      { operation_case: { v: 2, processing_status: 'rejected', updated_at: '2026-03-01T11:30:00.000Z' } },
      { case_open: -1, case_rejected: 1, '2026-03-01T11 rejected': 1 },
    ],
    [
      'an event that was given up',
      { event: { v: 1, event_status: 'pending' } },
      { event: parked },
      { '2026-03-01T09 dead_lettered': 1 },
    ],
    [
      'one that is back at work',
      { event: parked },
      { event: { v: 3, event_status: 'pending' } },
      { '2026-03-01T09 dead_lettered': -1 },
    ],
  ])('counts %s', (_, before, after, expected) => {
    expect(difference(counts(after), counts(before))).toEqual(expected);
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
      fc.property(fc.array(fc.constantFrom<Sections>(...states), { minLength: 1, maxLength: 5 }), (steps) => {
        const changes = steps.map((after, index) => difference(counts(after), counts(steps[index - 1] ?? {})));
        expect(sumOf(changes)).toEqual(counts(steps.at(-1) ?? {}));
      }),
    );
  });
});

describe('difference', () => {
  it('is what makes one the other', () => {
    const [to, from] = [
      { a: 3, b: 1 },
      { a: 1, c: 2 },
    ];

    expect(difference(to, from)).toEqual({ a: 2, b: 1, c: -2 });
    expect(sumOf([from, difference(to, from)])).toEqual(to);
    expect(difference(to, to)).toEqual({});
  });
});

describe('counts', () => {
  it('part into totals and hours, and hours go back to counts', () => {
    const all = counts({ submission, operation_case: completed });

    expect(totalsIn(all)).toEqual({ submissions: 1, case_completed: 1 });
    expect(hoursIn(all)).toEqual({ '2026-03-01T08': { submissions: 1 }, '2026-03-01T10': { completed: 1 } });
    expect(countsOfHour('2026-03-01T10', { completed: 1 })).toEqual({ '2026-03-01T10 completed': 1 });
    expect(Object.keys(all).map(hourOfCounter).sort()).toEqual([
      '2026-03-01T08',
      '2026-03-01T10',
      undefined,
      undefined,
    ]);
  });
});
