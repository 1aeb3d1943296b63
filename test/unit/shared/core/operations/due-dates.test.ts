// When cases are due and when they are late.
import { describe, expect, it } from 'vitest';
import type { CaseStatus } from '../../../../../shared/contracts/operations.ts';
import { breached, defaultTargetHours, dueAfter, dueAt } from '../../../../../shared/core/operations/due-dates.ts';
import { builtInCatalogue } from '../../../../../shared/core/reference-data/reference-catalogue.ts';

const created = '2026-03-01T08:00:00.000Z';

describe('a due date', () => {
  it.each([
    ['urgent', '2026-03-01T12:00:00.000Z'],
    ['high', '2026-03-02T08:00:00.000Z'],
    ['medium', '2026-03-04T08:00:00.000Z'],
    ['low', '2026-03-08T08:00:00.000Z'],
    ['unheard_of', '2026-03-04T08:00:00.000Z'],
  ])('of priority %s is %s', (priority, expected) => {
    expect(dueAt(created, priority, builtInCatalogue)).toBe(expected);
  });

  it('of a priority without target hours is the default', () => {
    const catalogue = { priorities: [{ code: 'whenever', target_hours: null }] };

    expect(dueAt(created, 'whenever', catalogue)).toBe(dueAfter(created, defaultTargetHours));
  });

  it('takes fractions of hours', () => {
    expect(dueAfter(created, 0.5)).toBe('2026-03-01T08:30:00.000Z');
  });
});

describe('a breach', () => {
  const due = '2026-03-02T08:00:00.000Z';
  const before = '2026-03-02T07:59:59.999Z';
  const after = '2026-03-02T08:00:00.001Z';
  const longAfter = '2026-04-01T00:00:00.000Z';
  const cases: readonly [CaseStatus, string | undefined, string, boolean][] = [
    ['open', undefined, before, false],
    ['open', undefined, due, false],
    ['open', undefined, after, true],
    ['in_progress', undefined, after, true],
    ['completed', before, longAfter, false],
    ['completed', due, longAfter, false],
    ['rejected', before, longAfter, false],
    ['completed', after, longAfter, true],
    ['rejected', after, longAfter, true],
  ];

  it.each(cases)('of a case that is %s, closed %s, looked at %s: %s', (processing_status, closed_at, now, expected) => {
    expect(breached({ processing_status, due_at: due, closed_at, updated_at: longAfter }, now)).toBe(expected);
  });

  it('of a case closed by an older version goes by its last change', () => {
    const closed = { processing_status: 'completed', due_at: due } as const;

    expect(breached({ ...closed, updated_at: before }, longAfter)).toBe(false);
    expect(breached({ ...closed, updated_at: after }, longAfter)).toBe(true);
  });
});
