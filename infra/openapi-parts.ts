// What operations of the API document share: headers, problems by status, named schemas and examples. Data only.
import type { oas31 } from 'zod-openapi';
import { businessObject, lineageRecord } from '../shared/contracts/canonical.ts';
import { lifecycleRecord, overview } from '../shared/contracts/dashboard.ts';
import {
  document,
  documentDeclaration,
  documentDeclared,
  documentLink,
  documentVersion,
  documentWithVersions,
} from '../shared/contracts/document.ts';
import { serviceRequest, submission, submissionAccepted, submissionBody } from '../shared/contracts/intake.ts';
import { deadLetter, integrationEvent, syncLog } from '../shared/contracts/integration.ts';
import {
  caseWithHistory,
  historyEntry,
  operationCase,
  statusChangeBody,
  statusChanged,
} from '../shared/contracts/operations.ts';
import { problem } from '../shared/contracts/problem.ts';
import { referenceData } from '../shared/contracts/reference.ts';
import { kinds } from '../shared/errors/kinds.ts';

/** Schemas that the document names; wherever one occurs, it is referred to. */
export const namedSchemas = {
  BusinessObject: businessObject,
  CaseWithHistory: caseWithHistory,
  DeadLetter: deadLetter,
  Document: document,
  DocumentDeclaration: documentDeclaration,
  DocumentDeclared: documentDeclared,
  DocumentLink: documentLink,
  DocumentVersion: documentVersion,
  DocumentWithVersions: documentWithVersions,
  HistoryEntry: historyEntry,
  IntegrationEvent: integrationEvent,
  LifecycleRecord: lifecycleRecord,
  LineageRecord: lineageRecord,
  OperationCase: operationCase,
  Overview: overview,
  Problem: problem,
  ReferenceData: referenceData,
  ServiceRequest: serviceRequest,
  StatusChangeBody: statusChangeBody,
  StatusChanged: statusChanged,
  Submission: submission,
  SubmissionAccepted: submissionAccepted,
  SubmissionBody: submissionBody,
  SyncLog: syncLog,
} as const;

const text = { type: 'string' } as const;
const requestHeader = (name: string, description: string, schema: oas31.SchemaObject = text) =>
  ({ in: 'header', name, required: false, description, schema }) as const;

// Both say what shared/runtime reads from these headers; the API fuzzing holds the two against each other.
const idempotencyKeyPattern = '^("([ !#-\\[\\]-~]|\\\\["\\\\]){1,255}"|[!#-+\\x2d-~]{1,255})$';
// One tag is what a client needs; up to ten in a list are read as well.
const ifMatchPattern = '^([*]|(W/)?"[!#-~]*")$';

export const requestHeaders = {
  traceparent: requestHeader(
    'traceparent',
    'W3C trace context; the trace goes on through outbox, queue and projector. A malformed one is ignored, as W3C asks',
  ),
  idempotencyKey: requestHeader(
    'Idempotency-Key',
    'Repeating a request with the same key within 24 hours gives the first answer again; quoted (RFC 8941 string) or not',
    { ...text, pattern: idempotencyKeyPattern },
  ),
  ifMatch: requestHeader(
    'If-Match',
    'ETag of the state that the change is meant for, in quotes; 412 when it is stale',
    { ...text, pattern: ifMatchPattern, examples: ['"1"', '*'] },
  ),
  ifNoneMatch: requestHeader('If-None-Match', 'ETag of the last answer; 304 without a body when nothing has changed'),
  prefer: requestHeader('Prefer', '`strict` or `handling=strict`: refuse the change with 428 when it has no If-Match'),
} as const satisfies Record<string, oas31.ParameterObject>;

const responseHeader = (description: string) => ({ description, schema: text }) as const;

export const responseHeaders = {
  traceparent: responseHeader('Trace context of this request'),
  'x-request-id': responseHeader('Id of this request'),
  etag: responseHeader('Strong entity tag of the state in the answer'),
  location: responseHeader('Where the new record can be read'),
  link: responseHeader('`rel="next"`: the next page of the list; absent at its end (RFC 8288)'),
  'x-next-cursor': responseHeader('Cursor of the next page; absent at the end'),
  'idempotency-replayed': responseHeader('`true` when this is the answer of an earlier request with the same key'),
  'retry-after': responseHeader('Seconds to wait before trying again'),
  'www-authenticate': responseHeader('Why the token was not accepted (on AWS named x-amzn-Remapped-WWW-Authenticate)'),
} as const;

const meanings: Readonly<Record<number, string>> = {
  429: 'Too many requests at once',
  ...Object.fromEntries(Object.values(kinds).map(({ status, title }) => [status, title])),
};

/** Words for a problem status. @throws Error for one that no error kind answers with. */
export function meaningOf(status: number): string {
  const meaning = meanings[status];
  if (meaning === undefined) throw new Error(`no kind of error answers with status ${status}`);
  return meaning;
}

/** Names of the response headers that go with a problem status, beyond those of every answer. */
export function problemHeaderNames(status: number): readonly (keyof typeof responseHeaders)[] {
  if (status === 401) return ['www-authenticate'];
  return status === 409 || status === 429 || status === 503 ? ['retry-after'] : [];
}

/** Example bodies by operation id. */
export const bodyExamples: Readonly<Record<string, Readonly<Record<string, { summary: string; value: unknown }>>>> = {
  submitRequest: {
    incident: {
      summary: 'An incident reported on the portal form',
      value: {
        intake_method: 'manual_form',
        requester_name: 'Robin Example',
        requester_email: 'robin@example.test',
        request_description: 'The status page has not answered since this morning.',
        request_type: 'INCIDENT_REPORT',
        priority: 'high',
        assigned_team: 'TECHNICAL_TEAM',
      },
    },
    inquiry: {
      summary: 'A question asked on the telephone',
      value: {
        intake_method: 'phone',
        requester_name: 'Kim Example',
        requester_email: 'kim@example.test',
        request_description: 'Which documents are needed to change an agreement?',
        request_type: 'GENERAL_INQUIRY',
        priority: 'low',
        assigned_team: 'CUSTOMER_CARE_TEAM',
      },
    },
  },
  changeCaseStatus: {
    start: {
      summary: 'Work on the case begins',
      value: { new_status: 'in_progress', change_reason: 'Assigned to the first line' },
    },
  },
  issueDemoToken: { operator: { summary: 'Sign in as the operator', value: { role: 'operator' } } },
  resetDemo: { seed: { summary: 'Back to the demonstration', value: { seed: true } } },
};
