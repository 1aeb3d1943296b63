// The submission in full, and its edit and withdrawal while it is not processed yet.

import type { LifecycleRecord } from '../../../../shared/contracts/dashboard.ts';
import type { Submission } from '../../../../shared/contracts/intake.ts';
import { excerptCharacters } from '../../../../shared/contracts/values/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { Instant } from '../../components/instant.tsx';
import { Notice } from '../../components/states.tsx';
import { UserText } from '../../components/user-text.tsx';
import type { Live } from '../../state/live.ts';
import { Label, Priority } from '../submission-table.tsx';
import { Fact } from './facts.tsx';
import { SubmissionActions } from './submission-actions.tsx';

export interface RequestCardProps {
  readonly row: LifecycleRecord;
  readonly live: Live<Submission>;
  /** After an edit or a withdrawal. */
  readonly onChanged: () => void;
}

export function RequestCard({ row, live, onChanged }: RequestCardProps) {
  const fields = row.submission;
  const whole = live.value;
  const kept = fields.request_description;
  const text = whole?.request_description ?? (kept.length >= excerptCharacters ? `${kept}…` : kept);
  const shown = whole ?? fields;
  return (
    <Card id="request" title="Request">
      <UserText text={text} />
      {whole?.withdrawn_at != null && <Withdrawn submission={whole} at={whole.withdrawn_at} />}
      {shown.erased_at !== null && (
        <Notice title="The requester’s data were erased">
          <p>
            On request, <Instant at={shown.erased_at} />. Its case and history stay.
          </p>
        </Notice>
      )}
      <dl class="facts facts--rows">
        <Fact name="Type">
          <Label list="request_types" code={shown.request_type} />
        </Fact>
        <Fact name="Priority">
          <Priority code={shown.priority} />
        </Fact>
        <Fact name="Team">
          <Label list="assigned_teams" code={shown.assigned_team} />
        </Fact>
        <Fact name="Requester">{shown.requester_name}</Fact>
        <Fact name="E-mail">{shown.requester_email}</Fact>
        <Fact name="Intake method">
          <Label list="intake_methods" code={shown.intake_method} />
        </Fact>
        <Fact name="Received">
          <Instant at={shown.created_at} />
        </Fact>
        {whole !== undefined && <Fact name="Entered by">{whole.created_by}</Fact>}
        {whole !== undefined && whole.version > 1 && (
          <Fact name="Changed">
            <Instant at={whole.updated_at} /> <span class="quiet">(version {whole.version})</span>
          </Fact>
        )}
      </dl>
      {whole !== undefined && <SubmissionActions row={row} submission={whole} live={live} onChanged={onChanged} />}
    </Card>
  );
}

function Withdrawn({ submission, at }: { submission: Submission; at: string }) {
  return (
    <Notice icon="undo" title="This request was withdrawn">
      <p>
        By {submission.withdrawn_by}, <Instant at={at} />
      </p>
      {submission.withdraw_reason !== null && <UserText text={submission.withdraw_reason} />}
    </Notice>
  );
}
