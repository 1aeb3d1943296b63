// The invariants that hold after every fault, judged on a raw scan of the table and not through the hub's own reads.
import { makeId, ulidOf } from '../../shared/contracts/ids.ts';
import type { Item } from '../../shared/table/hub-table.ts';

/** What is wrong, a line each; empty when all is well. */
export function violations(items: readonly Item[], acknowledged: readonly string[]): readonly string[] {
  const byEntity = groupByEntity(items);
  const found: string[] = [];
  for (const submissionId of acknowledged) found.push(...lossesOf(submissionId, byEntity));
  found.push(...halfAccepted(byEntity), ...phantoms(byEntity), ...historyGaps(byEntity));
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

/** No loss and no second effect: one case, one object with complete lineage, one completed event. */
function lossesOf(submissionId: string, byEntity: ByEntity): readonly string[] {
  const cases = of(byEntity, 'case').filter((item) => item['submission_id'] === submissionId);
  const objects = of(byEntity, 'business_object').filter((item) => lineageOf(item)['submission_id'] === submissionId);
  const events = of(byEntity, 'event').filter(
    (item) => item['event_type'] === 'RequestCreated' && item['subject'] === submissionId,
  );
  const counts = { cases: cases.length, 'business objects': objects.length, 'RequestCreated events': events.length };
  const eventId = String(events[0]?.['sk']).split('#')[1] ?? '';
  return [
    ...Object.entries(counts).flatMap(([what, count]) => (count === 1 ? [] : [`${submissionId} has ${count} ${what}`])),
    ...events.flatMap(unsettled).map((wrong) => `${submissionId}: ${wrong}`),
    ...objects.flatMap((object) => lineageGaps(object, submissionId, eventId)),
  ];
}

function unsettled(event: Item): readonly string[] {
  const { event_status, pending_pk, sync, version } = event;
  return [
    ...(event_status === 'completed' ? [] : [`its event is ${event_status}`]),
    ...(pending_pk === undefined ? [] : ['its event is still in the pending index']),
    ...(sync === undefined ? ['its event has no sync log'] : []),
    // Ids are made of the submission's, so a second effect would overwrite the first one: this count tells of it.
    ...(version === 2 ? [] : [`its event was settled ${Number(version) - 1} times`]),
  ];
}

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

/** Submission, service request and event are there together or not at all. */
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

/** Every case and object goes back to a submission. */
function phantoms(byEntity: ByEntity): readonly string[] {
  const submissions = new Set(of(byEntity, 'submission').map((item) => String(item['pk']).slice('INTAKE#'.length)));
  return [
    ...of(byEntity, 'case').map((item) => ['case', item['submission_id']]),
    ...of(byEntity, 'business_object').map((item) => ['business object', lineageOf(item)['submission_id']]),
  ]
    .filter(([, id]) => !submissions.has(String(id)))
    .map(([what, id]) => `a ${what} stands for ${id}, which does not exist`);
}

/** A case's history has one entry for each version after the first, and its object never shows a later version. */
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

/** Once everything is drained, each object shows the latest version of its case. */
export function stragglers(items: readonly Item[]): readonly string[] {
  const byEntity = groupByEntity(items);
  const cases = new Map(of(byEntity, 'case').map((item) => [item['submission_id'], item]));
  return of(byEntity, 'business_object').flatMap((object) => {
    const own = cases.get(lineageOf(object)['submission_id']);
    return own?.['version'] === object['case_version']
      ? []
      : [`${object['pk']} shows version ${object['case_version']} of ${own?.['version']}`];
  });
}
