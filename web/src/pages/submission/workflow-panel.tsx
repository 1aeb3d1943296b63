// The actions on a case: status changes (impossible ones stay visible with the reason), handling, and reopening once it
// is closed.

import { useSignal } from '@preact/signals';
import type { CaseStatus, CaseWithHistory, HistoryEntry } from '../../../../shared/contracts/operations.ts';
import { textLimits } from '../../../../shared/contracts/values/text-limits.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FasterNotice } from '../../components/faster-notice.tsx';
import { TextArea } from '../../components/field.tsx';
import { Ago } from '../../components/instant.tsx';
import { Empty, ProblemNotice, Shown } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { statusLabel } from '../../model/labels.ts';
import type { WorkflowAction } from '../../model/workflow.ts';
import type { Live } from '../../state/live.ts';
import { DueLine } from './due-line.tsx';
import { HandlingCard } from './handling-card.tsx';
import { ReopenCase } from './reopen-case.tsx';
import { isConflict, useStatusChange } from './use-status-change.ts';

export interface WorkflowProps {
  readonly live: Live<CaseWithHistory>;
  /** True while the canonical object lags behind the case. */
  readonly pending: boolean;
  readonly onChanged: (version: number) => void;
}

interface PanelProps extends WorkflowProps {
  /** True while there is no case. */
  readonly waiting: boolean;
}

export function WorkflowPanel({ live, waiting, pending, onChanged }: PanelProps) {
  return (
    <>
      <Card id="workflow" title="Workflow" lead="The canonical object follows each change automatically.">
        {waiting ? (
          <Empty icon="clock" title="No case yet">
            <p>The sync worker has not processed its event yet.</p>
          </Empty>
        ) : (
          <Shown of={live} what="the case">
            {(value) => <ChangeForm operationCase={value} live={live} pending={pending} onChanged={onChanged} />}
          </Shown>
        )}
      </Card>
      {live.value !== undefined && <HandlingCard operationCase={live.value} live={live} onChanged={onChanged} />}
    </>
  );
}

type FormProps = WorkflowProps & { readonly operationCase: CaseWithHistory };

function ChangeForm({ operationCase, live, pending, onChanged }: FormProps) {
  const change = useStatusChange(operationCase, live, onChanged);
  const { chosen } = change;
  return (
    <>
      <form
        class="workflow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          change.ask();
        }}
      >
        <div class="workflow__landing" ref={change.landing} tabIndex={-1}>
          <p class="workflow__now">
            <span>Status now</span> <StatusBadge status={operationCase.processing_status} />
            {pending && <span class="quiet">canonical follows…</span>}
          </p>
          <DueLine of={operationCase} />
          <Trouble change={change} />
        </div>
        <Choices change={change} />
        {change.confirming && chosen !== undefined && (
          <Dialog
            title={`${chosen.label} this case?`}
            confirm={`${chosen.label} the case`}
            onConfirm={change.send}
            onCancel={change.cancel}
          >
            <p>
              {statusLabel(chosen.target)} is final: the case cannot be changed afterwards, and its canonical object
              follows.
            </p>
          </Dialog>
        )}
      </form>
      {operationCase.allowed_statuses.length === 0 && <Reopening operationCase={operationCase} />}
    </>
  );
}

function Choices({ change }: { change: ReturnType<typeof useStatusChange> }) {
  const { chosen, actions } = change;
  const anyAllowed = actions.some((action) => action.unavailable === null);
  return (
    <>
      <fieldset class="choices">
        <legend>Change it</legend>
        {actions.map((action) => (
          <Choice
            key={action.target}
            action={action}
            checked={chosen?.target === action.target}
            onChoose={() => change.choose(action)}
          />
        ))}
      </fieldset>
      {anyAllowed && (
        <>
          <TextArea
            id="change_reason"
            label="Reason (required)"
            rows={3}
            value={change.reason}
            message={change.reasonMessage}
            hint={`Kept in the history, at most ${textLimits.reason} characters.`}
            onInput={change.setReason}
          />
          <Button type="submit" kind="primary" busy={change.busy} disabled={chosen === undefined || change.stale}>
            {chosen === undefined ? 'Choose a change' : chosen.label}
          </Button>
        </>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly action: WorkflowAction;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

function Choice({ action, checked, onChoose }: ChoiceProps) {
  const { target, label, unavailable, final } = action;
  const id = `change-${target}`;
  const remark = unavailable ?? outcome(target, final);
  return (
    <div class={`choice ${unavailable === null ? '' : 'choice--off'}`}>
      <input
        type="radio"
        name="new_status"
        id={id}
        checked={checked}
        disabled={unavailable !== null}
        aria-describedby={`${id}-remark`}
        onChange={onChoose}
      />
      <label for={id}>{label}</label>
      <p class="choice__remark" id={`${id}-remark`}>
        {remark}
      </p>
    </div>
  );
}

function outcome(target: CaseStatus, final: boolean): string {
  const status = statusLabel(target).toLowerCase();
  return final ? `The case ends as ${status} and cannot be changed again.` : `The case is then ${status}.`;
}

function Trouble({ change }: { change: ReturnType<typeof useStatusChange> }) {
  const { problem, stale, meanwhile } = change;
  if (problem === null) return null;
  if (!isConflict(problem)) return <ProblemNotice problem={problem} />;
  const action = stale ? (
    <Button onClick={change.reload}>Show the current case</Button>
  ) : (
    <Button onClick={change.dismiss}>I have seen it</Button>
  );
  return (
    <FasterNotice action={action}>
      <p>The case was changed in the meantime, so your change was not made. Your reason is kept; decide again.</p>
      {meanwhile.map((entry) => (
        <Meanwhile key={entry.history_id} entry={entry} />
      ))}
    </FasterNotice>
  );
}

function Meanwhile({ entry }: { entry: HistoryEntry }) {
  const what =
    entry.kind === 'status'
      ? `made it ${statusLabel(entry.new_status).toLowerCase()}`
      : `changed ${entry.changes.map(({ field }) => field.replaceAll('_', ' ')).join(', ')}`;
  return (
    <p>
      <span class="strong">{entry.changed_by}</span> {what} <Ago at={entry.changed_at} />:{' '}
      <q class="user-text">{entry.change_reason}</q>
    </p>
  );
}

function Reopening({ operationCase }: { operationCase: CaseWithHistory }) {
  const open = useSignal(false);
  return (
    <ReopenCase
      operationCase={operationCase}
      open={open.value}
      onOpen={() => {
        open.value = true;
      }}
      onClose={() => {
        open.value = false;
      }}
    />
  );
}
