// State and steps of one status change: choice, reason, confirmation of a terminal status, sending, conflict.
import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { CaseStatus, CaseWithHistory, HistoryEntry } from '../../../../shared/contracts/operations.ts';
import { createKeyring } from '../../api/idempotency-key.ts';
import type { Problem } from '../../api/problem.ts';
import { statusLabel } from '../../model/labels.ts';
import { reasonProblem } from '../../model/reason.ts';
import { type WorkflowAction, workflowActions } from '../../model/workflow.ts';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';

export function useStatusChange(
  operationCase: CaseWithHistory,
  live: Live<CaseWithHistory>,
  onChanged: (version: number) => void,
) {
  const { api, session, flash } = useServices();
  const keyring = useMemo(() => createKeyring(), []);
  const { form, target, reason, reasonMessage, problem, confirming, busy, conflict, refused } = useFormState();

  const role = session.current.value?.role ?? 'viewer';
  const actions = workflowActions(operationCase.processing_status, operationCase.allowed_statuses, role);
  // A concurrent change may make the chosen status impossible, which clears the choice.
  const chosen = actions.find((action) => action.target === target.value && action.unavailable === null);

  /** The API reported a newer version of the case, which is not loaded yet. */
  const stale = conflict.value !== null && conflict.value.readAtMs === live.checkedAtMs;

  /** Element that shows the outcome. */
  const landing = useRef<HTMLDivElement>(null);

  /** The case as the person saw it; a poll behind the dialog must not replace it. */
  const seen = useRef({ etag: live.etag, version: operationCase.version });

  const send = async () => {
    confirming.value = false;
    if (chosen === undefined || busy.value || stale) return;
    const change = { new_status: chosen.target, change_reason: reason.value.trim() };
    busy.value = true;
    problem.value = null;
    const { etag, version } = seen.current;
    const key = keyring.keyFor({ ...change, etag });
    const result = await api.changeStatus(operationCase.operation_case_id, change, etag, key);
    busy.value = false;
    land(landing.current);
    if (!result.ok) {
      refused(result.problem, live.checkedAtMs, version);
      // The person has to decide on the current state.
      if (isConflict(result.problem)) live.reload();
      return;
    }
    keyring.done();
    target.value = null;
    reason.value = '';
    flash.say(`The case is now ${statusLabel(change.new_status).toLowerCase()}.`);
    live.reload();
    onChanged(result.value.version);
  };

  /** Validates first; a terminal status needs a confirmation before it is sent. */
  const ask = () => {
    seen.current = { etag: live.etag, version: operationCase.version };
    reasonMessage.value = reasonProblem(reason.value) ?? undefined;
    if (reasonMessage.value !== undefined) document.getElementById('change_reason')?.focus();
    else if (chosen?.final === true) confirming.value = true;
    else void send();
  };
  return {
    ...form,
    landing,
    actions,
    chosen,
    stale,
    /** Concurrent changes since the person's view of the case; empty until they are loaded. */
    meanwhile: meanwhileOf(operationCase, conflict.value?.version),
    ask,
    send: () => void send(),
    reload: live.reload,
  };
}

/**
 * Moves the focus to the outcome, unless the person has moved it elsewhere: the pressed button or its dialog may be
 * gone, and on a phone the outcome is out of sight.
 */
function land(place: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const { activeElement: now, body } = document;
    const pressed = now instanceof HTMLButtonElement && now.form === place?.closest('form');
    if (now === null || now === body || pressed) place?.focus();
  });
}

function meanwhileOf({ history }: CaseWithHistory, version: number | undefined): readonly HistoryEntry[] {
  return version === undefined ? [] : history.filter((entry) => entry.version > version);
}

/** The outdated view of the case. */
interface Conflict {
  /** Time of the read, in milliseconds since 1970. */
  readonly readAtMs: number | null;
  readonly version: number;
}

function useFormState() {
  const target = useSignal<CaseStatus | null>(null);
  const reason = useSignal('');
  const reasonMessage = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const conflict = useSignal<Conflict | null>(null);
  const confirming = useSignal(false);
  const busy = useSignal(false);
  const form = {
    reason: reason.value,
    reasonMessage: reasonMessage.value,
    problem: problem.value,
    confirming: confirming.value,
    busy: busy.value,
    choose: (action: WorkflowAction) => {
      target.value = action.target;
    },
    setReason: (text: string) => {
      reason.value = text;
      reasonMessage.value = undefined;
    },
    cancel: () => {
      confirming.value = false;
    },
    dismiss: () => {
      problem.value = null;
    },
  };
  const refused = (refusal: Problem, readAtMs: number | null, version: number) => {
    problem.value = refusal;
    conflict.value = isConflict(refusal) ? { readAtMs, version } : null;
  };
  return { form, target, reason, reasonMessage, problem, conflict, confirming, busy, refused };
}

/** True when another person changed the case after the read. */
export const isConflict = ({ status }: Problem): boolean => status === 409 || status === 412;
