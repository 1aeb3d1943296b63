// The invariants after every fault, checked on a raw scan of the table instead of the hub's own reads.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { counterWrongs } from './invariants-counters.ts';
import { eventWrongs } from './invariants-events.ts';

/** Returns one line per violation; empty when all invariants hold. */
export function violations(items: readonly Item[], acknowledged: readonly string[]): readonly string[] {
  const byEntity = groupByEntity(items);
  const found: string[] = [];
  for (const submissionId of acknowledged) found.push(...lossesOf(submissionId, byEntity));
  found.push(...halfAccepted(byEntity), ...phantoms(byEntity), ...historyGaps(byEntity));
  found.push(...dueListGaps(byEntity), ...looseReopenings(byEntity), ...eventWrongs(items));
  found.push(...counterWrongs(items));
  return found;
}

type ByEntity = ReadonlyMap<string, readonly Item[]>;

function groupByEntity(items: readonly Item[]): ByEntity {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const entity = String(item['entity']);
    groups.set(entity, [...(groups.get(entity) ?? []), item]);
  }
  return groups;
}

const of = (byEntity: ByEntity, entity: string): readonly Item[] => byEntity.get(entity) ?? [];

/**
 * No loss and no duplicate effect: one case, one object with complete lineage, and one event that caused them.
 * Events that an edit replaced do not count.
 */
function lossesOf(submissionId: string, byEntity: ByEntity): readonly string[] {
  const cases = of(byEntity, 'case').filter((item) => item['submission_id'] === submissionId);
  const objects = of(byEntity, 'business_object').filter((item) => lineageOf(item)['submission_id'] === submissionId);
  const events = of(byEntity, 'event').filter(
    (item) => item['event_type'] === 'RequestCreated' && item['subject'] === submissionId && !isReplaced(item),
  );
  const counts = { cases: cases.length, 'business objects': objects.length, 'RequestCreated events': events.length };
  const eventId = String(events[0]?.['sk']);
  return [
    ...Object.entries(counts).flatMap(([what, count]) => (count === 1 ? [] : [`${submissionId} has ${count} ${what}`])),
    ...events.flatMap(unsettled).map((wrong) => `${submissionId}: ${wrong}`),
    ...objects.flatMap((object) => lineageGaps(object, submissionId, eventId)),
  ];
}

const isReplaced = (event: Item): boolean => (event['sync'] as Item | undefined)?.['outcome'] === 'skipped';

const unsettled = ({ event_status }: Item): readonly string[] =>
  event_status === 'completed' ? [] : [`its event is ${event_status}`];

function lineageGaps(object: Item, submissionId: string, eventId: string): readonly string[] {
  const ulid = ulidOf(submissionId);
  const expected = {
    submission_id: submissionId,
    request_number: makeId('serviceRequest', ulid),
    operation_case_id: makeId('case', ulid),
    event_id: eventId,
  };
  return Object.entries(expected).flatMap(([name, value]) =>
    lineageOf(object)[name] === value ? [] : [`${submissionId}: lineage ${name} is ${lineageOf(object)[name]}`],
  );
}

const lineageOf = (item: Item): Item => (item['lineage'] ?? {}) as Item;

/** Submission, service request and event exist together or not at all. */
function halfAccepted(byEntity: ByEntity): readonly string[] {
  const ulids = (entity: string, id: (item: Item) => string) =>
    new Set(of(byEntity, entity).map((item) => ulidOf(id(item))));
  const submissions = ulids('submission', (item) => String(item['pk']).slice('INTAKE#'.length));
  const requests = ulids('service_request', (item) => String(item['pk']).slice('SOURCE#'.length));
  const events = new Set(
    of(byEntity, 'event')
      .filter((item) => item['event_type'] === 'RequestCreated')
      .map((item) => ulidOf(String(item['subject']))),
  );
  return [...new Set([...submissions, ...requests, ...events])]
    .filter((ulid) => !(submissions.has(ulid) && requests.has(ulid) && events.has(ulid)))
    .map((ulid) => `${ulid} was accepted in part only`);
}

/** Every case and object refers to an existing submission. */
function phantoms(byEntity: ByEntity): readonly string[] {
  const submissions = new Set(of(byEntity, 'submission').map((item) => String(item['pk']).slice('INTAKE#'.length)));
  return [
    ...of(byEntity, 'case').map((item) => ['case', item['submission_id']]),
    ...of(byEntity, 'business_object').map((item) => ['business object', lineageOf(item)['submission_id']]),
  ]
    .filter(([, id]) => !submissions.has(String(id)))
    .map(([what, id]) => `a ${what} stands for ${id}, which does not exist`);
}

/** A case's history has one entry per version after the first, and its object never shows a later version. */
function historyGaps(byEntity: ByEntity): readonly string[] {
  return of(byEntity, 'case').flatMap((item) => {
    const versions = of(byEntity, 'history')
      .filter((entry) => entry['pk'] === item['pk'])
      .map((entry) => Number(entry['version']))
      .sort((a, b) => a - b);
    const expected = Array.from({ length: Number(item['version']) - 1 }, (_, index) => index + 2);
    const complete =
      versions.length === expected.length && versions.every((version, index) => version === expected[index]);
    return complete ? [] : [`${item['pk']} is at version ${item['version']} with history ${versions.join(', ')}`];
  });
}

/** A case is in the due index exactly while it is not terminal, at the position of its due date. */
function dueListGaps(byEntity: ByEntity): readonly string[] {
  return of(byEntity, 'case').flatMap((item) => {
    const { pk, processing_status, due_at, list_pk, list_sk } = item;
    const caseId = String(pk).slice('OPS#'.length);
    const isTerminal = ['completed', 'rejected'].includes(String(processing_status));
    const listed = list_pk !== undefined || list_sk !== undefined;
    if (isTerminal) return listed ? [`${caseId} is ${processing_status} and still in the list of what is due`] : [];
    const inPlace = String(list_pk).startsWith('OPS#DUE#') && list_sk === `${due_at}#${caseId}`;
    return inPlace ? [] : [`${caseId} is due ${due_at} and listed at ${list_pk} ${list_sk}`];
  });
}

/** A reopened case and its new submission refer to each other, and no two submissions reopen one case. */
function looseReopenings(byEntity: ByEntity): readonly string[] {
  const successors = new Map<string, string[]>();
  for (const item of of(byEntity, 'submission')) {
    const reopened = item['reopens_case_id'];
    if (reopened === undefined) continue;
    const caseId = makeId('case', ulidOf(String(item['pk'])));
    successors.set(String(reopened), [...(successors.get(String(reopened)) ?? []), caseId]);
  }
  return of(byEntity, 'case').flatMap((item) => {
    const caseId = String(item['pk']).slice('OPS#'.length);
    const named = item['reopened_as_case_id'] === undefined ? [] : [String(item['reopened_as_case_id'])];
    const made = successors.get(caseId) ?? [];
    return named.join() === made.join()
      ? []
      : [`${caseId} was reopened as ${named.join()}, but made were ${made.join()}`];
  });
}

/** Once all queues are drained, each object shows the latest status of its case. */
export function stragglers(items: readonly Item[]): readonly string[] {
  const byEntity = groupByEntity(items);
  const cases = new Map(of(byEntity, 'case').map((item) => [item['submission_id'], item]));
  return of(byEntity, 'business_object').flatMap((object) => {
    const version = statusVersion(cases.get(lineageOf(object)['submission_id']), byEntity);
    return version === object['case_version']
      ? []
      : [`${object['pk']} shows version ${object['case_version']} of ${version}`];
  });
}

/** Version at which the case got its status; other changes have their own versions, which the object does not show. */
function statusVersion(own: Item | undefined, byEntity: ByEntity): number {
  const changes = of(byEntity, 'history').filter(
    (entry) => entry['pk'] === own?.['pk'] && entry['previous_status'] !== entry['new_status'],
  );
  return Math.max(1, ...changes.map((entry) => Number(entry['version'])));
}
