// What a change of a case's fields comes to.
import { describe, expect, it } from 'vitest';
import {
  type CaseFieldsAsked,
  changedCodes,
  decideCaseChange,
} from '../../../../../shared/core/operations/case-changes.ts';
import { builtInCatalogue } from '../../../../../shared/core/reference-data/reference-catalogue.ts';

const current = {
  assigned_team: 'OPERATIONS_TEAM',
  assignee: null,
  priority: 'medium',
  due_at: '2026-03-04T08:00:00.000Z',
  created_at: '2026-03-01T08:00:00.000Z',
};
const decide = (asked: CaseFieldsAsked) => decideCaseChange(current, asked, builtInCatalogue);

describe('a change of a case', () => {
  it.each([
    [{ assigned_team: 'TECHNICAL_TEAM' }, 'assignment', ['assigned_team']],
    [{ assignee: 'Ada' }, 'assignment', ['assignee']],
    [{ due_at: '2026-03-09T00:00:00Z' }, 'due_date', ['due_at']],
    [{ priority: 'high' }, 'priority', ['priority', 'due_at']],
    [{ priority: 'high', due_at: current.due_at }, 'priority', ['priority']],
    [{ priority: 'high', assignee: 'Ada' }, 'assignment', ['assignee', 'priority', 'due_at']],
    [{ priority: 'medium', assignee: 'Ada' }, 'assignment', ['assignee']],
  ] as const)('to %j is one of %s and lists %j', (asked, historyKind, fields) => {
    const decision = decide(asked);

    expect(decision).toMatchObject({ kind: 'changed', historyKind });
    expect(decision.kind === 'changed' && decision.changes.map(({ field }) => field)).toEqual(fields);
  });

  it('of the priority moves the due date, counted from the creation', () => {
    expect(decide({ priority: 'urgent' })).toMatchObject({
      fields: { priority: 'urgent', due_at: '2026-03-01T12:00:00.000Z' },
      changes: [
        { field: 'priority', from: 'medium', to: 'urgent' },
        { field: 'due_at', from: '2026-03-04T08:00:00.000Z', to: '2026-03-01T12:00:00.000Z' },
      ],
    });
  });

  it('keeps due dates with milliseconds, however they came', () => {
    expect(decide({ due_at: '2026-03-09T00:00:00Z' })).toMatchObject({
      fields: { due_at: '2026-03-09T00:00:00.000Z' },
    });
    expect(decide({ due_at: '2026-03-09T00:00:00.123456Z' })).toMatchObject({
      fields: { due_at: '2026-03-09T00:00:00.123Z' },
    });
  });

  it('takes the case from somebody', () => {
    const assigned = { ...current, assignee: 'Ada' };

    expect(decideCaseChange(assigned, { assignee: null }, builtInCatalogue)).toMatchObject({
      fields: { assignee: null },
      changes: [{ field: 'assignee', from: 'Ada', to: null }],
    });
  });

  it('that leaves everything as it is says so', () => {
    expect(decide({ priority: 'medium', assignee: null, due_at: '2026-03-04T08:00:00Z' })).toEqual({
      kind: 'unchanged',
      reason: 'nothing would change: the case already has this assignee, due_at, priority',
    });
  });

  it.each(['2026-03-01T08:00:00Z', '0000-01-01T00:00:00Z'])(
    'refuses %s as due date, which is not after its creation',
    (due_at) => {
      expect(decide({ due_at })).toMatchObject({ kind: 'refused', fields: [{ pointer: '#/due_at' }] });
    },
  );

  it('of a case that was due before it was made is refused only for a due date that it asks for', () => {
    const late = { ...current, due_at: '2026-03-01T07:00:00.000Z' };

    expect(decideCaseChange(late, { assignee: 'Ada' }, builtInCatalogue)).toMatchObject({
      kind: 'changed',
      fields: { assignee: 'Ada', due_at: late.due_at },
    });
    expect(decideCaseChange(late, { due_at: '2026-03-01T07:30:00Z' }, builtInCatalogue)).toMatchObject({
      kind: 'refused',
    });
    expect(decideCaseChange(late, { due_at: late.due_at }, builtInCatalogue)).toMatchObject({ kind: 'unchanged' });
  });

  it('asks the catalogue about codes that it changes, not about those that it repeats', () => {
    expect(changedCodes(current, { assigned_team: 'OPERATIONS_TEAM', priority: 'high' })).toEqual({ priority: 'high' });
    expect(changedCodes(current, { assignee: 'Ada' })).toEqual({});
  });
});
