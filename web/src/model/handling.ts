// Assignee, priority, team and due date of a case: a form and its changes. Pure.
import type { CaseChangeBody, OperationCase } from '../../../shared/contracts/operations.ts';
import { fromLocalInput, toLocalInput } from './due.ts';

/** Values of the fields; an empty assignee means none. */
export type HandlingDraft = {
  readonly assigned_team: string;
  readonly assignee: string;
  readonly priority: string;
  /** In the person's time zone. */
  readonly due_at: string;
};

export const handlingLabels: Readonly<Record<keyof HandlingDraft, string>> = {
  assigned_team: 'Team',
  assignee: 'Assignee',
  priority: 'Priority',
  due_at: 'Due',
};

type Handled = Pick<OperationCase, 'assigned_team' | 'assignee' | 'priority' | 'due_at'>;
export type HandlingChanges = Omit<CaseChangeBody, 'change_reason'>;

export const handlingOf = ({ assigned_team, assignee, priority, due_at }: Handled): HandlingDraft => ({
  assigned_team,
  assignee: assignee ?? '',
  priority,
  due_at: toLocalInput(due_at),
});

/** Changes against the current case; empty without any. */
export function handlingChanges(base: HandlingDraft, draft: HandlingDraft): HandlingChanges {
  const assignee = draft.assignee.trim();
  const dueAt = fromLocalInput(draft.due_at);
  return {
    ...(draft.assigned_team === base.assigned_team ? {} : { assigned_team: draft.assigned_team }),
    ...(assignee === base.assignee ? {} : { assignee: assignee === '' ? null : assignee }),
    ...(draft.priority === base.priority ? {} : { priority: draft.priority }),
    ...(draft.due_at === base.due_at || dueAt === null ? {} : { due_at: dueAt }),
  };
}
