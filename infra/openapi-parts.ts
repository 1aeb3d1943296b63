// Shared parts of the operations in the OpenAPI document: headers, problems by status, named schemas and examples. Data
// only.
import type { oas31 } from 'zod-openapi';
import { businessObject, lineageRecord } from '../shared/contracts/canonical.ts';
import { lifecycleRecord, overview } from '../shared/contracts/dashboard.ts';
import { deadLetter } from '../shared/contracts/dead-letter.ts';
import {
  document,
  documentDeclaration,
  documentDeclared,
  documentLink,
  documentVersion,
  documentWithVersions,
} from '../shared/contracts/document.ts';
import { serviceRequest, submission, submissionAccepted, submissionBody } from '../shared/contracts/intake.ts';
import { integrationEvent } from '../shared/contracts/integration-event.ts';
import {
  caseWithHistory,
  historyEntry,
  operationCase,
  statusChangeBody,
  statusChanged,
} from '../shared/contracts/operations.ts';
import { problem } from '../shared/contracts/problem.ts';
import { referenceData } from '../shared/contracts/reference.ts';
import { syncLog } from '../shared/contracts/sync-log.ts';
import { kinds } from '../shared/errors/kinds.ts';

/** Named schemas; the document refers to them wherever they occur. */
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

// Both patterns match the parsing in shared/runtime; the API fuzzing compares the two.
const idempotencyKeyPattern = '^("([ !#-\\[\\]-~]|\\\\["\\\\]){1,255}"|[!#-+\\x2d-~]{1,255})$';
// The documented form has one tag; the API also parses a list of up to ten.
const ifMatchPattern = '^([*]|(W/)?"[!#-~]*")$';

export const requestHeaders = {
  traceparent: requestHeader(
    'traceparent',
    'W3C trace context; the trace continues through outbox, queue and projector. A malformed header is ignored, as W3C requires',
  ),
  idempotencyKey: requestHeader(
    'Idempotency-Key',
    'A repeated request with the same key within 24 hours gets the stored first answer; quoted (RFC 8941 string) or not',
    { ...text, pattern: idempotencyKeyPattern },
  ),
  ifMatch: requestHeader('If-Match', 'ETag of the state to change, in quotes; 412 when it is stale', {
    ...text,
    pattern: ifMatchPattern,
    examples: ['"1"', '*'],
  }),
  ifNoneMatch: requestHeader('If-None-Match', 'ETag of the last answer; 304 without a body when nothing has changed'),
  prefer: requestHeader('Prefer', '`strict` or `handling=strict`: refuse the change with 428 when it has no If-Match'),
} as const satisfies Record<string, oas31.ParameterObject>;

const responseHeader = (description: string) => ({ description, schema: text }) as const;

export const responseHeaders = {
  traceparent: responseHeader('Trace context of this request'),
  'x-request-id': responseHeader('Id of this request'),
  etag: responseHeader('Strong entity tag of the state in the answer'),
  location: responseHeader('URL of the new resource'),
  link: responseHeader('`rel="next"`: the next page of the list; absent at its end (RFC 8288)'),
  'x-next-cursor': responseHeader('Cursor of the next page; absent at the end'),
  'idempotency-replayed': responseHeader(
    '`true` when this is the stored answer of an earlier request with the same key',
  ),
  'retry-after': responseHeader('Seconds to wait before trying again'),
  'www-authenticate': responseHeader(
    'Reason why the token was refused (on AWS named x-amzn-Remapped-WWW-Authenticate)',
  ),
} as const;

/** Of the kinds that share a status, the first gives the words. */
const meanings: Readonly<Record<number, string>> = {
  429: 'Too many requests at once',
  ...Object.fromEntries([...Object.values(kinds)].reverse().map(({ status, title }) => [status, title])),
};

/** Description of a problem status. @throws Error for a status without an error kind. */
export function meaningOf(status: number): string {
  const meaning = meanings[status];
  if (meaning === undefined) throw new Error(`no kind of error answers with status ${status}`);
  return meaning;
}

/** Names of the additional response headers of a problem status. */
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
