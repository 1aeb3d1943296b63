// Lists at the most that a page may hold: more items than the table gives in one call, and more bytes than one Query does.
import { beforeAll, describe, expect, it } from 'vitest';
import { listBusinessObjects } from '../../functions/canonical/read-canonical.ts';
import { listRecords } from '../../functions/dashboard/read-dashboard.ts';
import { listEvents } from '../../functions/events/list-events.ts';
import { listSubmissions } from '../../functions/intake/list-submissions.ts';
import { listCases } from '../../functions/operations/list-cases.ts';
import { listServiceRequests } from '../../functions/source-system/read-service-requests.ts';
import { maxPageLimit, type Page } from '../../shared/contracts/page.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { canonicalStore } from '../../shared/table/canonical/canonical-store.ts';
import { dueList } from '../../shared/table/dashboard/due-list.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import { caseCommentStore } from '../../shared/table/operations/case-comment-store.ts';
import { eventList } from '../../shared/table/outbox/event-list.ts';
import { toIntegrationEvent, toSyncLog } from '../../shared/table/outbox/outbox.ts';
import { toEnvelope } from '../../shared/table/outbox/to-envelope.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';
import { sampleBody } from '../support/sample-body.ts';

const { test, hub } = await startLifecycle();
const shards = 4;
/** More than two BatchGetItem calls of 100 keys. */
const records = 400;
const query = { limit: maxPageLimit };
const reader = { unmasked: true };

const deps = {
  ...hub,
  cursors: cursors(hub.table, Date.now),
  catalogue: async () => builtInCatalogue,
  now: () => new Date(),
  due: dueList(hub.table, hub.records, shards),
  canonical: canonicalStore(hub.table),
  eventList: eventList(hub.table, hub.events, shards),
  toIntegrationEvent,
  toSyncLog,
  overview: () => Promise.reject(new Error('not asked for')),
};

describe('a page of the most that there may be', () => {
  beforeAll(async () => {
    // Twelve kilobytes each: all of them are more than 4 MB, which a page ends at.
    const body = { ...sampleBody, request_description: '☃'.repeat(4000) };
    await Promise.all(Array.from({ length: records }, () => hub.submit(undefined, body)));
    const pages = await Promise.all(hub.events.owedShards.map((shard) => hub.events.owed(shard)));
    const owed = await hub.events.stillOwed(pages.flatMap(({ entries }) => entries));
    await Promise.all(owed.map((event) => hub.deliver(JSON.stringify(toEnvelope(event)))));
    await hub.project(await test.items());
  });

  it.each<[string, () => Promise<Page<unknown>>]>([
    ['cases', () => listCases({ query, unmasked: true }, deps)],
    ['cases by due date', () => listCases({ query: { ...query, sort: 'due_at' }, unmasked: true }, deps)],
    ['service requests', () => listServiceRequests(query, deps)],
    [
      'business objects',
      () => listBusinessObjects(query, { ...deps, lineage: { parts: async () => undefined } as never }),
    ],
    ['records', () => listRecords(query, reader, deps)],
    ['events', () => listEvents(query, deps)],
  ])('has all %s', async (_, read) => {
    const { data } = await read();

    expect(data).toHaveLength(records);
  });

  it('ends at 4 MB, and the next one goes on behind it', async () => {
    const first = await listSubmissions({ query, unmasked: true }, deps);
    const cursor = first.pagination.next ?? undefined;
    const second = await listSubmissions({ query: { ...query, cursor }, unmasked: true }, deps);

    expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThan(4_000_000);
    expect(Buffer.byteLength(JSON.stringify(first))).toBeGreaterThan(3_800_000);
    expect(new Set([...first.data, ...second.data].map(({ submission_id }) => submission_id)).size).toBe(records);
    expect(second.pagination.next).toBeNull();
  });
});

it('a page of comments goes on where one Query ends', async () => {
  const comments = caseCommentStore(hub.table);
  const caseId = 'CASE-01JD0000000000000000000001';
  const ids = Array.from({ length: 200 }, (_, index) => `CMT-01JD0000000000000000000${String(index).padStart(3, '0')}`);
  for (const comment_id of ids) {
    const at = '2026-01-31T08:00:00.000Z';
    await comments.add(
      caseId,
      { comment_id, text: '☃'.repeat(2000), created_by: 'Test', created_by_id: 'test', created_at: at },
      undefined,
    );
  }

  const found: string[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await comments.newest(caseId, maxPageLimit, after);
    found.push(...page.items.map(({ comment_id }) => comment_id));
    after = page.next;
    pages += 1;
  } while (after !== undefined);

  expect(pages).toBeGreaterThan(1);
  expect(found).toEqual([...ids].reverse());
});
