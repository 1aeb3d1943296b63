// The API endpoints that most pages use, one function each, with the types of the shared contracts.
import type { BusinessObject, LineageRecord } from '../../../shared/contracts/canonical.ts';
import type { Comment } from '../../../shared/contracts/comment.ts';
import type { Activity, LifecycleRecord, Overview } from '../../../shared/contracts/dashboard.ts';
import type {
  ServiceRequest,
  Submission,
  SubmissionAccepted,
  SubmissionBody,
  SubmissionEdit,
} from '../../../shared/contracts/intake.ts';
import type { IntegrationEvent } from '../../../shared/contracts/integration-event.ts';
import type { LineageGraph } from '../../../shared/contracts/lineage-graph.ts';
import type { CaseStatus, CaseWithHistory, OperationCase } from '../../../shared/contracts/operations.ts';
import type { Page } from '../../../shared/contracts/page.ts';
import type { SyncLog } from '../../../shared/contracts/sync-log.ts';
import type { ReferenceLists } from '../model/submission-form.ts';
import type { ApiClient, Query } from './client.ts';
import { idempotency } from './headers.ts';
import { listLimit, wholeLimit } from './list-limits.ts';
import type { Result } from './problem.ts';

export interface Health {
  readonly status: string;
  readonly service: string;
  readonly version: string;
}

/** A demonstration user of the development issuer. */
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

/** Time range of the activity chart. */
export interface ActivitySpan {
  readonly interval: Activity['interval'];
  /** Instants. */
  readonly from: string;
  readonly to: string;
}

type Reply<T> = Promise<Result<T>>;

export interface HubApi {
  health(): Reply<Health>;
  people(): Reply<People>;
  developmentToken(person: DevelopmentPerson): Reply<IssuedToken>;
  /** Every value, including retired ones, which older submissions name. */
  reference(signal?: AbortSignal): Reply<ReferenceLists>;
  /** `key` is the idempotency key: any number of sends creates one submission. */
  submit(body: SubmissionBody, key: string): Reply<SubmissionAccepted>;
  overview(signal?: AbortSignal): Reply<Overview>;
  activity(span: ActivitySpan, signal?: AbortSignal): Reply<Activity>;
  /** @param filters Names and values of the query of `GET /dashboard/records`. */
  submissionRows(filters: Query, cursor?: string, signal?: AbortSignal): Reply<Page<LifecycleRecord>>;
  submissionRow(submissionId: string, signal?: AbortSignal): Reply<LifecycleRecord>;
  caseOf(caseId: string, signal?: AbortSignal): Reply<CaseWithHistory>;
  changeStatus(caseId: string, change: StatusChange, etag: string | null, key: string): Reply<OperationCase>;
  events(correlationId: string, signal?: AbortSignal): Reply<Page<IntegrationEvent>>;
  syncLogs(correlationId: string, signal?: AbortSignal): Reply<Page<SyncLog>>;
  businessObject(id: string, signal?: AbortSignal): Reply<BusinessObject>;
  lineage(businessObjectId: string, signal?: AbortSignal): Reply<LineageRecord>;
  lineageGraph(id: string, signal?: AbortSignal): Reply<LineageGraph>;
  submission(submissionId: string, signal?: AbortSignal): Reply<Submission>;
  /** @param etag Version that the person saw; the API refuses another version. */
  editSubmission(submissionId: string, edit: SubmissionEdit, etag: string | null, key: string): Reply<Submission>;
  withdraw(submissionId: string, reason: string, key: string): Reply<Submission>;
  serviceRequest(requestNumber: string, signal?: AbortSignal): Reply<ServiceRequest>;
  comments(submissionId: string, signal?: AbortSignal): Reply<Page<Comment>>;
  addComment(submissionId: string, text: string, key: string): Reply<Comment>;
}

const id = encodeURIComponent;

export function createHubApi(client: ApiClient): HubApi {
  return {
    health: () => client.get('/health'),
    people: () => client.get('/dev/people'),
    developmentToken: ({ role, name }) => client.send('POST', '/dev/token', { body: { role, name } }),
    reference: (signal) => client.get('/reference', { include: 'all' }, signal),
    submit: (body, key) => client.send('POST', '/intake/submissions', { body, headers: idempotency(key) }),
    overview: (signal) => client.get('/dashboard/overview', {}, signal),
    activity: ({ interval, from, to }, signal) => client.get('/dashboard/activity', { interval, from, to }, signal),
    submissionRows: (filters, cursor, signal) =>
      client.get('/dashboard/records', { ...filters, limit: listLimit, cursor }, signal),
    submissionRow: (submissionId, signal) => client.get(`/dashboard/records/${id(submissionId)}`, {}, signal),
    caseOf: (caseId, signal) => client.get(`/operational/cases/${id(caseId)}`, {}, signal),
    changeStatus: (caseId, body, etag, key) =>
      client.send('PATCH', `/operational/cases/${id(caseId)}/status`, {
        body,
        headers: { ...idempotency(key), ...(etag === null ? {} : { 'if-match': etag }) },
      }),
    events: (correlation_id, signal) =>
      client.get('/integration/events', { correlation_id, limit: wholeLimit }, signal),
    syncLogs: (correlation_id, signal) =>
      client.get('/integration/sync-logs', { correlation_id, limit: wholeLimit }, signal),
    businessObject: (objectId, signal) => client.get(`/canonical/business-objects/${id(objectId)}`, {}, signal),
    lineage: (objectId, signal) => client.get(`/canonical/lineage/${id(objectId)}`, {}, signal),
    lineageGraph: (anyId, signal) => client.get('/canonical/lineage-graph', { id: anyId, direction: 'both' }, signal),
    submission: (submissionId, signal) => client.get(`/intake/submissions/${id(submissionId)}`, {}, signal),
    editSubmission: (submissionId, body, etag, key) =>
      client.send('PATCH', `/intake/submissions/${id(submissionId)}`, {
        body,
        headers: { ...idempotency(key), ...(etag === null ? {} : { 'if-match': etag }) },
      }),
    withdraw: (submissionId, reason, key) =>
      client.send('POST', `/intake/submissions/${id(submissionId)}/withdraw`, {
        body: { reason },
        headers: idempotency(key),
      }),
    serviceRequest: (requestNumber, signal) =>
      client.get(`/source-system/service-requests/${id(requestNumber)}`, {}, signal),
    comments: (submissionId, signal) =>
      client.get(`/intake/submissions/${id(submissionId)}/comments`, { limit: wholeLimit }, signal),
    addComment: (submissionId, text, key) =>
      client.send('POST', `/intake/submissions/${id(submissionId)}/comments`, {
        body: { text },
        headers: idempotency(key),
      }),
  };
}
