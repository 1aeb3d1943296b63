// Rules of changing the team, assignee, priority and due date of a case: the fields that change, and the new due date.
import type { CaseChangeBody, HistoryEntry, HistoryKind, OperationCase } from '../../contracts/operations.ts';
import type { FieldProblem } from '../../errors/hub-error.ts';
import { dueAt, type TargetHours } from './due-dates.ts';

/** Fields of a case that people change, other than its status. */
export type CaseFields = Pick<OperationCase, 'assigned_team' | 'assignee' | 'priority' | 'due_at'>;
export type CaseFieldsAsked = Omit<CaseChangeBody, 'change_reason'>;

export type CaseChangeDecision =
  | {
      readonly kind: 'changed';
      readonly fields: CaseFields;
      readonly changes: HistoryEntry['changes'];
      readonly historyKind: HistoryKind;
    }
  | { readonly kind: 'unchanged'; readonly reason: string }
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] };

/** Reference codes that a call changes; unchanged codes may be retired. */
export function changedCodes(
  current: CaseFields,
  asked: CaseFieldsAsked,
): { readonly assigned_team?: string; readonly priority?: string } {
  const { assigned_team, priority } = asked;
  return {
    ...(assigned_team === undefined || assigned_team === current.assigned_team ? {} : { assigned_team }),
    ...(priority === undefined || priority === current.priority ? {} : { priority }),
  };
}

/** A new priority moves the due date, counted from the case's creation, unless the same call sets one. */
export function decideCaseChange(
  current: CaseFields & { readonly created_at: string },
  asked: CaseFieldsAsked,
  catalogue: TargetHours,
): CaseChangeDecision {
  const due = dueOf(current, asked, catalogue);
  // A case created late, after an outage, may be due before its creation; that is no error of this call.
  if (due !== current.due_at && due <= current.created_at) {
    const detail = `must be after the case was created, at ${current.created_at}`;
    return { kind: 'refused', fields: [{ pointer: '#/due_at', detail }] };
  }
  const fields: CaseFields = {
    assigned_team: asked.assigned_team ?? current.assigned_team,
    assignee: asked.assignee === undefined ? current.assignee : asked.assignee,
    priority: asked.priority ?? current.priority,
    due_at: due,
  };
  const changes = names.flatMap((field) =>
    fields[field] === current[field] ? [] : [{ field, from: current[field], to: fields[field] }],
  );
  const [first] = changes;
  if (first === undefined) return { kind: 'unchanged', reason: unchanged(asked) };
  return { kind: 'changed', fields, changes, historyKind: kindOf[first.field] };
}

/** In the order of precedence for the kind of a change. */
const names = ['assigned_team', 'assignee', 'priority', 'due_at'] as const;

const kindOf: Readonly<Record<(typeof names)[number], HistoryKind>> = {
  assigned_team: 'assignment',
  assignee: 'assignment',
  priority: 'priority',
  due_at: 'due_date',
};

function dueOf(
  current: CaseFields & { readonly created_at: string },
  asked: CaseFieldsAsked,
  catalogue: TargetHours,
): string {
  // Instants are stored with milliseconds, because they are compared as text.
  if (asked.due_at !== undefined) return new Date(asked.due_at).toISOString();
  const { priority } = changedCodes(current, asked);
  return priority === undefined ? current.due_at : dueAt(current.created_at, priority, catalogue);
}

const unchanged = (asked: CaseFieldsAsked): string =>
  `nothing would change: the case already has this ${Object.keys(asked).sort().join(', ')}`;
