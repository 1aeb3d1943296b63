// The submission in the source system, the operational and the canonical boundary.
import type { BusinessObject } from '../../../../shared/contracts/canonical.ts';
import type { LifecycleRecord } from '../../../../shared/contracts/dashboard.ts';
import type { ServiceRequest } from '../../../../shared/contracts/intake.ts';
import { Card } from '../../components/card.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Instant } from '../../components/instant.tsx';
import { Empty, Shown } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { humanise } from '../../model/labels.ts';
import type { Live } from '../../state/live.ts';
import { Fact, IdFact } from './facts.tsx';

export function ServiceRequestCard({ live }: { live: Live<ServiceRequest> }) {
  return (
    <Card id="service-request" title="Service request" lead="The first system of row.">
      <Shown of={live} what="the service request">
        {(request) => (
          <dl class="facts facts--rows">
            <Fact name="Number">
              <Copyable value={request.request_number} what="request number" short />
            </Fact>
            <Fact name="Status">
              <StatusBadge status={request.lifecycle_status} />
            </Fact>
            <Fact name="Made">
              <Instant at={request.created_at} />
            </Fact>
            {request.version > 1 && (
              <Fact name="Changed">
                <Instant at={request.updated_at} /> <span class="quiet">(version {request.version})</span>
              </Fact>
            )}
          </dl>
        )}
      </Shown>
    </Card>
  );
}

export function ObjectCard({ live, waiting }: { live: Live<BusinessObject>; waiting: string | null }) {
  return (
    <Card
      id="object"
      title="Canonical object"
      lead="The data that all systems agree on; only the sync worker writes it."
    >
      {waiting !== null ? (
        <Empty icon="clock" title={waiting} />
      ) : (
        <Shown of={live} what="the canonical object">
          {(object) => (
            <dl class="facts facts--rows">
              <Fact name="Object">
                <Copyable value={object.business_object_id} what="business object id" short />
              </Fact>
              <Fact name="Type">{humanise(object.object_type)}</Fact>
              <Fact name="Category">{humanise(object.canonical_category)}</Fact>
              <Fact name="Status">
                <StatusBadge status={object.lifecycle_status} />
              </Fact>
              <Fact name="Shows">case version {object.case_version}</Fact>
              <Fact name="Made">
                <Instant at={object.created_at} />
              </Fact>
              <Fact name="Changed">
                <Instant at={object.updated_at} />
              </Fact>
            </dl>
          )}
        </Shown>
      )}
    </Card>
  );
}

export function IdentifiersCard({ row }: { row: LifecycleRecord }) {
  const { submission, service_request, operation_case, business_object } = row;
  const missing = submission.submission_status === 'withdrawn' ? 'none' : 'not yet';
  return (
    <Card id="identifiers" title="Identifiers" lead="The id of this request in each boundary.">
      <dl class="facts facts--rows">
        <IdFact name="Submission" value={submission.submission_id} />
        <IdFact name="Service request" value={service_request.request_number} />
        <IdFact name="Case" value={operation_case?.operation_case_id} missing={missing} />
        <IdFact name="Canonical object" value={business_object?.business_object_id} missing={missing} />
        <IdFact name="Correlation" value={submission.correlation_id} />
      </dl>
    </Card>
  );
}
