// The rules of counting before writing: what a batch claims, and what is taken back of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchGraceMs,
  claimed,
  claimsOf,
  correctionOf,
  remainingGraceMs,
  rowsOf,
} from '../../../../../shared/core/dashboard/open-batch.ts';
import { sumOf } from '../../../../../shared/core/dashboard/row-counts.ts';

const accepted = { submissions: 1, '2026-03-01T08 submissions': 1 };
const started = { case_open: -1, case_in_progress: 1 };
const changes = [
  { row: 'SUB-a', counts: accepted },
  { row: 'SUB-b', counts: started },
  { row: 'SUB-c', counts: {} },
  { row: 'SUB-d', counts: { '2026-03-01T08 submissions': 1, submissions: 1 } },
];

describe('the claims of a batch', () => {
  it('hold what is counted for which rows, one claim for the same change', () => {
    expect(claimsOf(changes)).toEqual([
      { counts: accepted, rows: ['SUB-a', 'SUB-d'] },
      { counts: started, rows: ['SUB-b'] },
    ]);
    expect(rowsOf({ claims: claimsOf(changes) })).toEqual(['SUB-a', 'SUB-d', 'SUB-b']);
  });

  it('count the sum of all rows', () => {
    expect(claimed(claimsOf(changes))).toEqual({
      submissions: 2,
      '2026-03-01T08 submissions': 2,
      case_open: -1,
      case_in_progress: 1,
    });
  });
});

describe('the correction of a batch that broke off', () => {
  it.each<[string, readonly string[], object]>([
    ['all of its rows', ['SUB-a', 'SUB-b', 'SUB-d'], {}],
    ['some of them', ['SUB-d', 'SUB-b'], { submissions: -1, '2026-03-01T08 submissions': -1 }],
    ['a row of another claim', ['SUB-a', 'SUB-d'], { case_open: 1, case_in_progress: -1 }],
    ['none', [], { submissions: -2, '2026-03-01T08 submissions': -2, case_open: 1, case_in_progress: -1 }],
  ])('after it has written %s', (_, written, expected) => {
    expect(correctionOf({ claims: claimsOf(changes) }, new Set(written))).toEqual(expected);
  });

  it('leaves exactly what the written rows count, whichever they are', () => {
    const row = fc.record({
      row: fc.string(),
      counts: fc.constantFrom(accepted, started, {}),
      isWritten: fc.boolean(),
    });

    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: (one) => one.row, maxLength: 6 }), (all) => {
        const claims = claimsOf(all);
        const written = all.filter(({ isWritten }) => isWritten);

        const left = sumOf([claimed(claims), correctionOf({ claims }, new Set(written.map(({ row }) => row)))]);

        expect(left).toEqual(sumOf(written.map(({ counts }) => counts)));
      }),
    );
  });
});

describe('the wait for batches that may be at work', () => {
  it.each<[string, readonly number[], number]>([
    ['none', [], 0],
    ['one that was opened just now', [0], batchGraceMs],
    ['the younger of two', [8000, 3000], batchGraceMs - 3000],
    ['one that is too old to be at work', [60_000], 0],
    ['one of a clock that is ahead', [-5000], batchGraceMs],
  ])('for %s', (_, ages, expected) => {
    const nowMs = 1_000_000;

    expect(
      remainingGraceMs(
        ages.map((age) => ({ openedAtMs: nowMs - age })),
        nowMs,
      ),
    ).toBe(expected);
  });
});
