// Assignee, team, priority and due date of the case; a dialog changes them with a reason.
import { useSignal } from '@preact/signals';
import type { CaseWithHistory } from '../../../../shared/contracts/operations.ts';
import { lacking } from '../../auth/permission.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Card } from '../../components/card.tsx';
import { Instant } from '../../components/instant.tsx';
import type { Live } from '../../state/live.ts';
import { useServices } from '../../state/services.ts';
import { Label, Priority } from '../submission-table.tsx';
import { Fact } from './facts.tsx';
import { HandlingDialog } from './handling-dialog.tsx';

export interface HandlingProps {
  readonly operationCase: CaseWithHistory;
  readonly live: Live<CaseWithHistory>;
  readonly onChanged: (version: number) => void;
}

export function HandlingCard({ operationCase, live, onChanged }: HandlingProps) {
  const { session } = useServices();
  const open = useSignal(false);
  const closed = operationCase.allowed_statuses.length === 0 ? 'The case is closed and cannot be changed.' : null;
  const unavailable = closed ?? lacking(session.current.value?.role ?? 'viewer', 'case:change');
  return (
    <Card id="handling" title="Handling" lead="Assignee, team, priority and due date.">
      <dl class="facts facts--rows">
        <Fact name="Team">
          <Label list="assigned_teams" code={operationCase.assigned_team} />
        </Fact>
        <Fact name="Assignee">{operationCase.assignee ?? <span class="quiet">nobody yet</span>}</Fact>
        <Fact name="Priority">
          <Priority code={operationCase.priority} />
        </Fact>
        <Fact name="Due">
          <Instant at={operationCase.due_at} />
        </Fact>
      </dl>
      <div class="handling__action">
        <ActionButton
          icon="edit"
          words="Change"
          of="the handling"
          unavailable={unavailable}
          onClick={() => {
            open.value = true;
          }}
        />
      </div>
      {open.value && (
        <HandlingDialog
          operationCase={operationCase}
          onClose={() => {
            open.value = false;
          }}
          onDone={(version) => {
            open.value = false;
            live.reload();
            onChanged(version);
          }}
        />
      )}
    </Card>
  );
}
