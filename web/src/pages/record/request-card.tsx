// What was asked and by whom, and what the record is called in each boundary.
import type { ComponentChildren } from 'preact';
import type { LifecycleRecord } from '../../../../shared/contracts/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant } from '../../components/instant.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { UserText } from '../../components/user-text.tsx';
import { humanise } from '../../model/labels.ts';
import { Label, Priority } from '../record-table.tsx';

/** The read model keeps this much of a description. */
const keptLength = 120;

export function RequestCard({ record: { submission } }: { record: LifecycleRecord }) {
  const text = submission.request_description;
  return (
    <Card id="request" title="Request">
      <UserText text={text.length >= keptLength ? `${text}…` : text} />
      <dl class="facts facts--rows">
        <Fact name="Type">
          <Label list="request_types" code={submission.request_type} />
        </Fact>
        <Fact name="Priority">
          <Priority code={submission.priority} />
        </Fact>
        <Fact name="Team">
          <Label list="assigned_teams" code={submission.assigned_team} />
        </Fact>
        <Fact name="Requester">{submission.requester_name}</Fact>
        <Fact name="E-mail">{submission.requester_email}</Fact>
        <Fact name="Came by">
          <Label list="intake_methods" code={submission.intake_method} />
        </Fact>
        <Fact name="Received">
          <Instant at={submission.created_at} />
        </Fact>
      </dl>
    </Card>
  );
}

export function IdentifiersCard({ record }: { record: LifecycleRecord }) {
  const { submission, service_request, operation_case, business_object } = record;
  return (
    <Card id="identifiers" title="Identifiers" lead="What the record is called in each boundary.">
      <dl class="facts facts--rows">
        <IdFact name="Submission" value={submission.submission_id} />
        <IdFact name="Service request" value={service_request.request_number} />
        <IdFact name="Case" value={operation_case?.operation_case_id} />
        <IdFact name="Canonical object" value={business_object?.business_object_id} />
        <IdFact name="Correlation" value={submission.correlation_id} />
        {business_object !== null && (
          <>
            <Fact name="Object type">{humanise(business_object.object_type)}</Fact>
            <Fact name="Category">{humanise(business_object.canonical_category)}</Fact>
            <Fact name="Canonical status">
              <StatusBadge status={business_object.lifecycle_status} />
            </Fact>
          </>
        )}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function IdFact({ name, value }: { name: string; value: string | undefined }) {
  return (
    <Fact name={name}>
      {value === undefined ? (
        <span class="quiet">not yet</span>
      ) : (
        <Copyable value={value} what={`${name.toLowerCase()} id`} short />
      )}
    </Fact>
  );
}
