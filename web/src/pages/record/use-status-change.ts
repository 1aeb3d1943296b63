// State and steps of one status change: choose, give a reason, confirm what is final, send, hear of a conflict.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { CaseStatus, CaseWithHistory } from '../../../../shared/contracts/operations.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { statusLabel } from '../../model/labels.ts';
import { reasonProblem, type WorkflowAction, workflowActions } from '../../model/workflow.ts';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';

export function useStatusChange(
  operationCase: CaseWithHistory,
  live: Live<CaseWithHistory>,
  onChanged: (version: number) => void,
) {
  const { api, session, flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const { target, reason, reasonMessage, problem, confirming, busy, conflictAtMs, refused } = useFormState();

  const role = session.current.value?.role ?? 'viewer';
  const actions = workflowActions(operationCase.processing_status, operationCase.allowed_statuses, role);
  // A choice that another person's change made impossible is no choice any more.
  const chosen = actions.find((action) => action.target === target.value && action.unavailable === null);

  /** The API answered that the case is another by now, and it was not read since. */
  const stale = conflictAtMs.value !== null && conflictAtMs.value === live.checkedAtMs;

  const send = async () => {
    confirming.value = false;
    if (chosen === undefined || busy.value || stale) return;
    const change = { new_status: chosen.target, change_reason: reason.value.trim() };
    busy.value = true;
    problem.value = null;
    const key = keyring.keyFor({ ...change, etag: live.etag });
    const result = await api.changeStatus(operationCase.operation_case_id, change, live.etag, key);
    busy.value = false;
    if (!result.ok) return refused(result.problem, live.checkedAtMs);
    keyring.done();
    target.value = null;
    reason.value = '';
    flash.say(`The case is now ${statusLabel(change.new_status).toLowerCase()}.`);
    live.reload();
    onChanged(result.value.version);
  };

  return {
    actions,
    chosen,
    reason: reason.value,
    reasonMessage: reasonMessage.value,
    problem: problem.value,
    confirming: confirming.value,
    busy: busy.value,
    stale,
    choose: (action: WorkflowAction) => {
      target.value = action.target;
    },
    setReason: (text: string) => {
      reason.value = text;
      reasonMessage.value = undefined;
    },
    /** Checks first; a final change is confirmed before it is sent. */
    ask: () => {
      reasonMessage.value = reasonProblem(reason.value) ?? undefined;
      if (reasonMessage.value !== undefined) document.getElementById('change_reason')?.focus();
      else if (chosen?.final === true) confirming.value = true;
      else void send();
    },
    send: () => void send(),
    cancel: () => {
      confirming.value = false;
    },
    reload: () => {
      problem.value = null;
      live.reload();
    },
  };
}

function useFormState() {
  const problem = useSignal<Problem | null>(null);
  /** When the case that a conflict was about had been read, in milliseconds since 1970; null without a conflict. */
  const conflictAtMs = useSignal<number | null>(null);
  return {
    target: useSignal<CaseStatus | null>(null),
    reason: useSignal(''),
    reasonMessage: useSignal<string | undefined>(undefined),
    problem,
    conflictAtMs,
    confirming: useSignal(false),
    busy: useSignal(false),
    refused: (refusal: Problem, readAtMs: number | null) => {
      problem.value = refusal;
      conflictAtMs.value = isConflict(refusal) ? readAtMs : null;
    },
  };
}

/** Whether somebody changed the case since it was read. */
export const isConflict = ({ status }: Problem): boolean => status === 409 || status === 412;
