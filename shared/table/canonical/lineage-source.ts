// Reads all entities of one submission from their boundaries, and the linked ones, for the lineage graph.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import type { LineageEvent, LineageParts } from '../../core/canonical/lineage-graph.ts';
import type { DocumentItem } from '../documents/items.ts';
import { documentKey, documentsOfPartition } from '../documents/keys.ts';
import type { HubTable } from '../engine/hub-table.ts';
import type { Key } from '../engine/keys.ts';
import type { SubmissionItem } from '../intake/items.ts';
import { submissionKey } from '../intake/keys.ts';
import type { CaseItem } from '../operations/items.ts';
import { caseKey } from '../operations/keys.ts';
import type { AttemptItem, EventItem } from '../outbox/items.ts';
import { correlationPartition } from '../outbox/keys.ts';
import type { ServiceRequestItem } from '../source-system/items.ts';
import { serviceRequestKey } from '../source-system/keys.ts';
import type { BusinessObjectItem } from './items.ts';
import { businessObjectKey } from './keys.ts';

export interface LineageSource {
  /** @param ulid ULID of the submission's ids. @returns undefined when there is no such submission */
  parts(ulid: string): Promise<LineageParts | undefined>;
}

/** A submission has a handful of events; of hundreds only the first are shown. */
const mostEvents = 300;
const mostDocuments = 100;

export function lineageSource(table: HubTable): LineageSource {
  return { parts: (ulid) => parts(table, ulid) };
}

async function parts(table: HubTable, ulid: string): Promise<LineageParts | undefined> {
  const submissionId = makeId('submission', ulid);
  const correlationId = makeId('correlation', ulid);
  const businessObjectId = makeId('businessObject', ulid);
  const [own, events, documentIds] = await Promise.all([
    table.batchGet<SubmissionItem | ServiceRequestItem | CaseItem | BusinessObjectItem>([
      submissionKey(submissionId),
      serviceRequestKey(makeId('serviceRequest', ulid)),
      caseKey(makeId('case', ulid)),
      businessObjectKey(businessObjectId),
    ]),
    partition<EventItem | AttemptItem>(table, correlationPartition(correlationId), mostEvents),
    partition<Key>(table, documentsOfPartition(submissionId), mostDocuments),
  ]);
  const submission = own.find((item) => item?.entity === 'submission');
  const request = own.find((item) => item?.entity === 'service_request');
  const found = own.find((item) => item?.entity === 'case');
  const object = own.find((item) => item?.entity === 'business_object');
  if (submission === undefined) return undefined;
  const next = await neighbours(
    table,
    submission,
    found,
    documentIds.map(({ sk }) => sk),
  );
  return {
    correlation_id: correlationId,
    submission: submissionPart(submission),
    service_request: request === undefined ? undefined : { ...request, request_number: makeId('serviceRequest', ulid) },
    case: casePart(found),
    object: object === undefined ? undefined : { ...object, business_object_id: businessObjectId },
    events: events.flatMap(eventPart),
    ...next,
  };
}

/** Linked entities: documents, the case that it reopens, the submission that it was reopened as. */
async function neighbours(
  table: HubTable,
  submission: SubmissionItem,
  found: CaseItem | undefined,
  documentIds: readonly string[],
): Promise<Pick<LineageParts, 'documents' | 'reopens' | 'reopened_as'>> {
  const reopens = submission.reopens_case_id;
  const reopenedAs = found?.reopened_as_case_id;
  const keys = [
    ...(reopens === undefined ? [] : [caseKey(reopens)]),
    ...(reopenedAs === undefined ? [] : [submissionKey(makeId('submission', ulidOf(reopenedAs)))]),
    ...documentIds.slice(0, mostDocuments - 2).map(documentKey),
  ];
  const items = keys.length === 0 ? [] : await table.batchGet<SubmissionItem | CaseItem | DocumentItem>(keys);
  const next = items.find((item) => item?.entity === 'submission');
  const before = items.find((item) => item?.entity === 'case');
  const documents = items.filter((item) => item?.entity === 'document');
  return {
    documents: documents.map((item) => ({
      document_id: afterHash(item.pk),
      status: item.status,
      content_type: item.content_type,
      created_at: item.created_at,
    })),
    reopens: casePart(before),
    reopened_as: next === undefined ? undefined : submissionPart(next),
  };
}

async function partition<T>(table: HubTable, pk: string, atMost: number): Promise<readonly T[]> {
  const { items } = await table.query<T>({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    Limit: atMost,
    ConsistentRead: true,
  });
  return items;
}

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

const submissionPart = (item: SubmissionItem): LineageParts['submission'] => ({
  submission_id: afterHash(item.pk),
  submission_status: item.submission_status,
  request_type: item.request_type,
  created_at: item.created_at,
});

const casePart = (item: CaseItem | undefined): LineageParts['case'] =>
  item === undefined ? undefined : { ...item, operation_case_id: afterHash(item.pk) };

function eventPart(item: EventItem | AttemptItem): readonly LineageEvent[] {
  if (item.entity !== 'event') return [];
  const { sk, event_type, event_status, created_at, causation_id, sync } = item;
  return [{ event_id: sk, event_type, event_status, created_at, causation_id: causation_id ?? null, sync }];
}
