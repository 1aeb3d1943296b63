// The API's endpoints that the console uses, one function each, with the types of the shared contracts.
import type { BusinessObject, LineageRecord } from '../../../shared/contracts/canonical.ts';
import type { LifecycleRecord, Overview } from '../../../shared/contracts/dashboard.ts';
import type { SubmissionAccepted, SubmissionBody } from '../../../shared/contracts/intake.ts';
import type { DeadLetter, IntegrationEvent, SyncLog } from '../../../shared/contracts/integration.ts';
import type { CaseStatus, CaseWithHistory, OperationCase } from '../../../shared/contracts/operations.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { ReferenceLists } from '../model/submission-form.ts';
import type { ApiClient } from './client.ts';
import type { Result } from './problem.ts';

export interface Health {
  readonly status: string;
  readonly service: string;
  readonly version: string;
}

/** One of the people the development issuer signs in. */
export interface DevelopmentPerson {
  readonly name: string;
  readonly role: string;
  readonly description?: string;
}

export interface People {
  readonly data: readonly DevelopmentPerson[];
}

export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface StatusChange {
  readonly new_status: CaseStatus;
  readonly change_reason: string;
}

type Reply<T> = Promise<Result<T>>;

export interface HubApi {
  health(): Reply<Health>;
  people(): Reply<People>;
  developmentToken(person: DevelopmentPerson): Reply<IssuedToken>;
  reference(signal?: AbortSignal): Reply<ReferenceLists>;
  /** `key` makes the submission happen once however often it is sent. */
  submit(body: SubmissionBody, key: string): Reply<SubmissionAccepted>;
  overview(signal?: AbortSignal): Reply<Overview>;
  records(cursor?: string, signal?: AbortSignal): Reply<Page<LifecycleRecord>>;
  record(submissionId: string, signal?: AbortSignal): Reply<LifecycleRecord>;
  caseOf(caseId: string, signal?: AbortSignal): Reply<CaseWithHistory>;
  changeStatus(caseId: string, change: StatusChange, etag: string | null, key: string): Reply<OperationCase>;
  events(correlationId: string, signal?: AbortSignal): Reply<Page<IntegrationEvent>>;
  syncLogs(correlationId: string, signal?: AbortSignal): Reply<Page<SyncLog>>;
  businessObject(id: string, signal?: AbortSignal): Reply<BusinessObject>;
  lineage(businessObjectId: string, signal?: AbortSignal): Reply<LineageRecord>;
  deadLetters(cursor?: string, signal?: AbortSignal): Reply<Page<DeadLetter>>;
}

const id = encodeURIComponent;
/** One record has few events; one page of them is all there is to show. */
const auditLimit = 100;
const listLimit = 25;

export function createHubApi(client: ApiClient): HubApi {
  return {
    health: () => client.get('/health'),
    people: () => client.get('/dev/people'),
    developmentToken: ({ role, name }) => client.send('POST', '/dev/token', { body: { role, name } }),
    reference: (signal) => client.get('/reference', {}, signal),
    submit: (body, key) => client.send('POST', '/intake/submissions', { body, headers: idempotency(key) }),
    overview: (signal) => client.get('/dashboard/overview', {}, signal),
    records: (cursor, signal) => client.get('/dashboard/records', { limit: listLimit, cursor }, signal),
    record: (submissionId, signal) => client.get(`/dashboard/records/${id(submissionId)}`, {}, signal),
    caseOf: (caseId, signal) => client.get(`/operational/cases/${id(caseId)}`, {}, signal),
    changeStatus: (caseId, body, etag, key) =>
      client.send('PATCH', `/operational/cases/${id(caseId)}/status`, {
        body,
        headers: { ...idempotency(key), ...(etag === null ? {} : { 'if-match': etag }) },
      }),
    events: (correlation_id, signal) =>
      client.get('/integration/events', { correlation_id, limit: auditLimit }, signal),
    syncLogs: (correlation_id, signal) =>
      client.get('/integration/sync-logs', { correlation_id, limit: auditLimit }, signal),
    businessObject: (objectId, signal) => client.get(`/canonical/business-objects/${id(objectId)}`, {}, signal),
    lineage: (objectId, signal) => client.get(`/canonical/lineage/${id(objectId)}`, {}, signal),
    deadLetters: (cursor, signal) => client.get('/integration/dead-letters', { limit: listLimit, cursor }, signal),
  };
}

/** The header's value is a structured-field string, hence the quotes. */
const idempotency = (key: string) => ({ 'idempotency-key': `"${key}"` });
