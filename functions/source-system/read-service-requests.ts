// Reads service requests: the first record that a system of record keeps of a submission.

import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { ServiceRequest } from '../../shared/contracts/intake.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { IntakeStore } from '../../shared/table/intake-store.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface SourceSystemDeps {
  readonly intake: Pick<IntakeStore, 'serviceRequest' | 'serviceRequests'>;
  readonly records: Pick<RecordStore, 'newestIds'>;
  readonly cursors: Cursors;
}

export async function readServiceRequest(
  requestNumber: string,
  deps: Pick<SourceSystemDeps, 'intake'>,
): Promise<ServiceRequest> {
  return found(await deps.intake.serviceRequest(requestNumber), 'service request', requestNumber);
}

export async function listServiceRequests(query: PageQuery, deps: SourceSystemDeps): Promise<Page<ServiceRequest>> {
  return readPage('service-requests', query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newestIds(limit, after, 'service_request');
    const numbers = items.map((submissionId) => makeId('serviceRequest', ulidOf(submissionId)));
    return { items: await deps.intake.serviceRequests(numbers), next };
  });
}
