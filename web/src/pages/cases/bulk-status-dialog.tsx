// Changes the status of several cases: it shows beforehand for how many the change is possible; each has its own
// outcome.
import { useSignal } from '@preact/signals';
import type { BulkResult } from '../../../../shared/contracts/bulk.ts';
import type { CaseStatus, OperationCase } from '../../../../shared/contracts/operations.ts';
import { createCasesApi } from '../../api/cases-api.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonField } from '../../components/reason-field.tsx';
import { offeredChanges } from '../../model/workflow.ts';
import { useReasoned } from '../../state/reasoned.ts';
import { useApi } from '../../state/services.ts';

interface Props {
  readonly cases: readonly OperationCase[];
  readonly onClose: () => void;
  readonly onDone: (result: BulkResult) => void;
}

export function BulkStatusDialog({ cases, onClose, onDone }: Props) {
  const api = useApi(createCasesApi);
  const target = useSignal<CaseStatus>('in_progress');
  const chosen = useSignal(false);
  const change = {
    operation_case_ids: cases.map((each) => each.operation_case_id),
    new_status: target.value,
  };
  const form = useReasoned({
    intent: change,
    ready: () => chosen.value,
    send: (change_reason, key) => api.changeMany({ ...change, change_reason }, key),
    onDone,
  });
  return (
    <FormDialog
      title={cases.length === 1 ? 'Change the status of one case' : `Change the status of ${cases.length} cases`}
      submit="Change the status"
      busy={form.busy}
      disabled={!chosen.value}
      problem={form.problem}
      onSubmit={form.send}
      onClose={onClose}
    >
      <fieldset class="choices">
        <legend>To</legend>
        {offeredChanges.map((offered) => (
          <TargetChoice
            key={offered.target}
            {...offered}
            cases={cases}
            checked={chosen.value && target.value === offered.target}
            onChoose={() => {
              target.value = offered.target;
              chosen.value = true;
            }}
          />
        ))}
      </fieldset>
      <ReasonField id="bulk-reason" of={form} hint="Kept in the history of each case." />
    </FormDialog>
  );
}

interface TargetProps {
  readonly target: CaseStatus;
  readonly label: string;
  readonly final: boolean;
  readonly cases: readonly OperationCase[];
  readonly checked: boolean;
  readonly onChoose: () => void;
}

function TargetChoice({ target, label, final, cases, checked, onChoose }: TargetProps) {
  const possible = cases.filter((each) => each.allowed_statuses.includes(target)).length;
  const id = `bulk-${target}`;
  return (
    <div class={`choice ${possible === 0 ? 'choice--off' : ''}`}>
      <input
        type="radio"
        name="bulk_status"
        id={id}
        checked={checked}
        disabled={possible === 0}
        aria-describedby={`${id}-remark`}
        onChange={onChoose}
      />
      <label for={id}>{label}</label>
      <p class="choice__remark" id={`${id}-remark`}>
        {remark(possible, cases.length, final)}
      </p>
    </div>
  );
}

function remark(possible: number, all: number, final: boolean): string {
  if (possible === 0) return all === 1 ? 'Not possible for this case.' : 'Not possible for any of these cases.';
  const end = final ? ' This is final.' : '';
  if (possible === all) return `Possible for ${all === 1 ? 'this case' : `all ${all}`}.${end}`;
  return `Possible for ${possible} of ${all}; the others stay unchanged.${end}`;
}
