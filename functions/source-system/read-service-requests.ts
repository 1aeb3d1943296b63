// Reads service requests, which the first system of record holds of submissions.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { ServiceRequest, ServiceRequestListQuery } from '../../shared/contracts/intake.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { inOrder, type RecordPageDeps, recordPage } from '../../shared/core/dashboard/record-page.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';

export interface SourceSystemDeps extends RecordPageDeps {
  readonly intake: Pick<IntakeStore, 'serviceRequest' | 'serviceRequests'>;
}

export async function readServiceRequest(
  requestNumber: string,
  deps: Pick<SourceSystemDeps, 'intake'>,
): Promise<ServiceRequest> {
  return found(await deps.intake.serviceRequest(requestNumber), 'service request', requestNumber);
}

export async function listServiceRequests(
  query: ServiceRequestListQuery,
  deps: SourceSystemDeps,
): Promise<Page<ServiceRequest>> {
  return recordPage<ServiceRequest>(
    {
      name: 'service-requests',
      rows: 'service_requests',
      show: async (rows) => {
        const numbers = rows.map(({ submissionId }) => makeId('serviceRequest', ulidOf(submissionId)));
        return inOrder(numbers, await deps.intake.serviceRequests(numbers), ({ request_number }) => request_number);
      },
    },
    query,
    // A service request holds no personal data.
    { unmasked: true },
    deps,
  );
}
