// Loads data of the other boundaries for a submission, again after each change of its row.
import { useEffect } from 'preact/hooks';
import type { LifecycleRecord } from '../../../../shared/contracts/dashboard.ts';
import { createDocumentsApi } from '../../api/documents-api.ts';
import { type Live, useLive } from '../../state/live.ts';
import { useApi, useServices } from '../../state/services.ts';

export const pendingMs = 1000;
export const restingMs = 10_000;

export function useSubmissionDetails(row: LifecycleRecord, pending: boolean) {
  const { api } = useServices();
  const documents = useApi(createDocumentsApi);
  const { submission_id: submissionId, correlation_id: correlationId } = row.submission;
  const { request_number: requestNumber } = row.service_request;
  const caseId = row.operation_case?.operation_case_id ?? null;
  const objectId = row.business_object?.business_object_id ?? null;
  const everyMs = () => (pending ? pendingMs : restingMs);
  const details = {
    submission: useLive({ key: submissionId, load: (signal) => api.submission(submissionId, signal), everyMs }),
    documents: useLive({ key: submissionId, load: (signal) => documents.ofSubmission(submissionId, signal), everyMs }),
    serviceRequest: useLive({
      key: requestNumber,
      load: (signal) => api.serviceRequest(requestNumber, signal),
      everyMs,
    }),
    operationCase: useLive({ key: caseId, load: (signal) => api.caseOf(caseId ?? '', signal), everyMs }),
    object: useLive({ key: objectId, load: (signal) => api.businessObject(objectId ?? '', signal), everyMs }),
    events: useLive({ key: correlationId, load: (signal) => api.events(correlationId, signal), everyMs }),
    syncLogs: useLive({ key: correlationId, load: (signal) => api.syncLogs(correlationId, signal), everyMs }),
    lineage: useLive({ key: submissionId, load: (signal) => api.lineageGraph(submissionId, signal), everyMs }),
    comments: useLive({
      key: submissionId,
      load: (signal) => api.comments(submissionId, signal),
      everyMs: () => restingMs,
    }),
  };
  const revision = [
    row.submission.submission_status,
    row.submission.erased_at,
    row.event.event_id,
    row.event.event_status,
    row.operation_case?.version,
    row.business_object?.case_version,
  ].join();
  useEffect(() => {
    const parts: readonly Live<unknown>[] = Object.values(details);
    for (const part of parts) if (part.checkedAtMs !== null) part.reload();
  }, [revision]);
  return details;
}
