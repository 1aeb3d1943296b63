// Filtered lists on the engine: every match exactly once and in order, at any number of shards, from either end, however
// sparse the matches are and whatever is written meanwhile.
import { encodeTime } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRecords } from '../../functions/dashboard/read-dashboard.ts';
import { listEvents, listSyncLogs } from '../../functions/events/list-events.ts';
import { exportSubmissions, listSubmissions } from '../../functions/intake/list-submissions.ts';
import { exportCases, listCases } from '../../functions/operations/list-cases.ts';
import type { LifecycleRecord, RecordListQuery } from '../../shared/contracts/dashboard.ts';
import type { SubmissionBody } from '../../shared/contracts/intake.ts';
import type { EventListQuery } from '../../shared/contracts/integration-event.ts';
import type { CaseListQuery } from '../../shared/contracts/operations.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { builtInCatalogue } from '../../shared/core/reference-data/reference-catalogue.ts';
import { dueList } from '../../shared/table/dashboard/due-list.ts';
import { type RecordStore, recordStore } from '../../shared/table/dashboard/record-store.ts';
import { cursors } from '../../shared/table/engine/cursor.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { eventList } from '../../shared/table/outbox/event-list.ts';
import { toIntegrationEvent, toSyncLog } from '../../shared/table/outbox/outbox.ts';
import { metered } from '../support/capacity.ts';
import { lifecycle } from '../support/lifecycle.ts';
import { sampleBody } from '../support/sample-body.ts';
import { startTestTable, type TestTable } from '../support/table.ts';

const startMs = Date.parse('2026-03-01T00:00:00.000Z');
const suffix = (index: number): string =>
  index
    .toString(32)
    .toUpperCase()
    .replace(/[ILOU]/g, 'Z')
    .padStart(16, '0');
/** Three submissions share each second. */
const idAt = (index: number): string =>
  `SUB-${encodeTime(startMs + Math.floor(index / 3) * 1000)}${suffix(index * 7919)}`;
const isUrgent = (index: number): boolean => index % 61 === 7;

const rowSections = (index: number) => {
  const created_at = new Date(startMs + Math.floor(index / 3) * 1000).toISOString();
  return {
    submission: {
      v: 1,
      ...sampleBody,
      priority: isUrgent(index) ? 'urgent' : 'low',
      submission_status: 'received',
      created_at,
    },
    service_request: { v: 1, lifecycle_status: 'submitted', created_at },
    event: { v: 1, event_id: 'EVT-x', event_status: 'pending', created_at, completed_at: null },
  };
};

const reader = { unmasked: true };
const noOverview = async () => Promise.reject(new Error('not asked for'));

async function walk<Q extends { readonly cursor?: string | undefined }, T>(
  query: Q,
  read: (query: Q) => Promise<Page<T>>,
  between: () => Promise<void> = async () => undefined,
): Promise<readonly T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ ...query, cursor });
    found.push(...page.data);
    cursor = page.pagination.next ?? undefined;
    await between();
  } while (cursor !== undefined);
  return found;
}

describe.each([1, 3, 8])('with %i shards', (shards) => {
  const rows = 330;
  let test: TestTable;
  let records: RecordStore;
  const put = (index: number) => records.advance(idAt(index), {}, rowSections(index));
  beforeAll(async () => {
    test = await startTestTable();
    records = recordStore(test.table, shards);
    await Promise.all(Array.from({ length: rows }, (_, index) => put(index)));
  });
  afterAll(() => test.stop());

  const read = (query: RecordListQuery): Promise<Page<LifecycleRecord>> =>
    listRecords(query, reader, {
      records,
      counters: { hours: async () => ({}) },
      cursors: cursors(test.table, Date.now),
      catalogue: async () => builtInCatalogue,
      now: () => new Date(),
      overview: noOverview,
    });
  const ids = (list: readonly LifecycleRecord[]) => list.map(({ submission }) => submission.submission_id);
  const all = Array.from({ length: rows }, (_, index) => idAt(index));
  const urgent = all.filter((_, index) => isUrgent(index)).sort();

  it('finds the few that match, each once, newest and oldest first', async () => {
    const query = { limit: 2, priority: ['urgent'] } as const;

    expect(ids(await walk({ ...query, sort: '-created_at' as const }, read))).toEqual([...urgent].reverse());
    expect(ids(await walk({ ...query, sort: 'created_at' as const }, read))).toEqual(urgent);
  });

  it('lists all in order over pages of any size, records of one second too', async () => {
    for (const limit of [1, 7, 100]) {
      expect(ids(await walk({ limit, sort: 'created_at' as const }, read))).toEqual([...all].sort());
    }
  });

  it('looks at a bounded number of rows a call and goes on exactly behind them', async () => {
    const found: string[] = [];
    let after: string | undefined;
    let calls = 0;
    do {
      const page = await records.rows({
        limit: 4,
        after,
        order: 'newest',
        accepted: { fromMs: undefined, toMs: undefined },
        keep: ({ sections }) => sections.submission?.['priority'] === 'urgent',
        maxExamined: 17,
      });
      expect(page.examined).toBeLessThanOrEqual(17);
      found.push(...page.candidates.map(({ position }) => position));
      after = page.next;
      calls += 1;
    } while (after !== undefined);

    expect(found).toEqual([...urgent].reverse());
    expect(calls).toBeGreaterThanOrEqual(Math.floor(rows / 17));
  });

  it('takes a range of time from the keys: rows outside of it are not looked at', async () => {
    const accepted = { fromMs: startMs + 10_000, toMs: startMs + 12_000 };
    const request = { limit: 100, after: undefined, accepted, keep: () => true, maxExamined: 1000 };
    const expected = all.slice(30, 39).sort();

    const newest = await records.rows({ ...request, order: 'newest' });
    const oldest = await records.rows({ ...request, order: 'oldest' });

    expect(oldest.candidates.map(({ position }) => position)).toEqual(expected);
    expect(newest.candidates.map(({ position }) => position)).toEqual([...expected].reverse());
    expect([newest.examined, oldest.examined]).toEqual([9, 9]);
  });

  it('keeps to the range over pages, from either end, and finds nothing in an empty one', async () => {
    const range = { created_from: '2026-03-01T00:00:10Z', created_to: '2026-03-01T00:00:12Z' };
    const expected = all.slice(30, 39).sort();

    expect(ids(await walk({ limit: 2, ...range }, read))).toEqual([...expected].reverse());
    expect(ids(await walk({ limit: 2, ...range, sort: 'created_at' as const }, read))).toEqual(expected);
    expect(await walk({ limit: 2, created_from: '2031-01-01', created_to: '2031-01-02' }, read)).toEqual([]);
    expect(await walk({ limit: 2, created_to: '1960-01-01', sort: 'created_at' as const }, read)).toEqual([]);
  });

  it('asks nothing when nothing can lie between the bounds, which the table would refuse', async () => {
    const accepted = { fromMs: startMs + 2000, toMs: startMs };

    for (const order of ['newest', 'oldest'] as const) {
      const page = await records.rows({
        limit: 9,
        after: undefined,
        order,
        accepted,
        keep: () => true,
        maxExamined: 99,
      });
      expect(page).toEqual({ candidates: [], next: undefined, examined: 0 });
    }
  });

  it('finds what was there once, whatever comes in while pages are turned', async () => {
    let next = rows;
    const comingIn = async (): Promise<void> => {
      for (let count = 0; count < 20; count += 1) {
        await put(next);
        next += 1;
      }
    };

    const found = ids(await walk({ limit: 2, priority: ['urgent'] } as RecordListQuery, read, comingIn));

    expect(found).toEqual([...urgent].reverse());
    expect(next).toBeGreaterThan(rows + 20);
  });
});

describe('lists of the boundaries', () => {
  let test: TestTable;
  let hub: ReturnType<typeof lifecycle>;
  let deps: Parameters<typeof listCases>[1] & Parameters<typeof listSubmissions>[1] & Parameters<typeof listEvents>[1];
  const submitted: string[] = [];
  const bodies: readonly Partial<SubmissionBody>[] = [
    { priority: 'urgent', requester_name: 'Zoë Fuchs', requester_email: 'zoe@example.test' },
    { priority: 'low', request_description: `${'x'.repeat(130)} the word Überweisung stands far behind the excerpt` },
    { priority: 'high', request_description: '=cmd|"/c calc"!A1, and a second\nline' },
    { priority: 'urgent', assigned_team: 'TECHNICAL_TEAM' },
    { priority: 'medium', intake_method: 'phone' },
  ];
  const projectAll = async (): Promise<void> => {
    const items = await test.items();
    await hub.project(
      items.filter((item) => !['record', 'counter', 'activity', 'secret'].includes(String(item['entity']))),
    );
  };
  beforeAll(async () => {
    test = await startTestTable();
    hub = lifecycle(test.documents);
    for (const body of bodies) {
      const { submission_id } = await hub.submit(undefined, { ...sampleBody, ...body });
      submitted.push(submission_id);
      const [message = ''] = await hub.owed(submission_id);
      await hub.deliver(message);
    }
    await hub.changeStatus(caseOf(3), 'in_progress');
    await hub.changeStatus(caseOf(4), 'rejected');
    await projectAll();
    deps = {
      ...hub,
      due: dueList(test.table, hub.records, 4),
      eventList: eventList(test.table, hub.events, 4),
      toIntegrationEvent,
      toSyncLog,
      cursors: cursors(test.table, Date.now),
      catalogue: async () => builtInCatalogue,
      now: () => new Date(),
    };
  });
  afterAll(() => test.stop());

  const caseOf = (index: number): string => (submitted[index] ?? '').replace('SUB-', 'CASE-');
  const submissions = async (query: Omit<Parameters<typeof listSubmissions>[0]['query'], 'limit'>, unmasked = true) =>
    (await listSubmissions({ query: { limit: 25, ...query }, unmasked }, deps)).data.map(({ submission_id }) =>
      submitted.indexOf(submission_id),
    );
  const cases = async (query: Omit<CaseListQuery, 'limit'>) =>
    (await listCases({ query: { limit: 25, ...query }, ...reader }, deps)).data.map(({ submission_id }) =>
      submitted.indexOf(submission_id),
    );

  it('look for words in the whole description of a submission, behind the excerpt of its row too', async () => {
    expect(await submissions({ q: 'uberweisung EXCERPT' })).toEqual([1]);
    expect(await submissions({ q: 'zoe fuchs' })).toEqual([0]);
    expect(await submissions({ requester: 'ZOE@example.test' })).toEqual([0]);
    expect(await submissions({ q: submitted[2]?.slice(4) ?? '' })).toEqual([2]);
    expect(await submissions({ intake_method: ['phone'] })).toEqual([4]);
  });

  it('refuse a search of whoever may not see personal data, and codes that nobody defined, before they read', async () => {
    const client = test.newDocuments();
    const cost = metered(client);
    const counted = { ...deps, ...lifecycle(client) };
    const submissions = (query: object, unmasked: boolean) =>
      listSubmissions({ query: { limit: 25, ...query }, unmasked }, counted);
    const cases = (query: object) => listCases({ query: { limit: 25, ...query }, ...reader }, counted);

    await expect(submissions({ q: 'zoe' }, false)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'AUTH.PERSONAL_DATA',
    });
    await expect(submissions({ requester: 'zoe' }, false)).rejects.toMatchObject({ code: 'AUTH.PERSONAL_DATA' });
    await expect(cases({ priority: ['huge'] })).rejects.toMatchObject({
      code: 'REQUEST.INVALID',
      fields: [
        {
          pointer: 'query:priority',
          detail: 'must be one or several of low, medium, high, urgent, separated by commas',
        },
      ],
    });
    expect(cost.calls).toBe(0);
    await submissions({}, true);
    expect(cost.calls).toBeGreaterThan(0);
  });

  it('have cases by status, team and priority', async () => {
    expect(await cases({})).toEqual([4, 3, 2, 1, 0]);
    expect(await cases({ status: ['in_progress', 'rejected'] })).toEqual([4, 3]);
    expect(await cases({ assigned_team: ['TECHNICAL_TEAM'] })).toEqual([3]);
    expect(await cases({ priority: ['urgent'], status: ['open'] })).toEqual([0]);
  });

  it('have open cases in the order in which they are due, page by page, without those that were closed', async () => {
    expect(await cases({ sort: 'due_at' })).toEqual([0, 3, 2, 1]);
    expect(await cases({ sort: 'due_at', priority: ['urgent'] })).toEqual([0, 3]);
    const paged = await walk({ limit: 1, sort: 'due_at' as const }, (query: CaseListQuery) =>
      listCases({ query, ...reader }, deps),
    );
    expect(paged.map(({ submission_id }) => submitted.indexOf(submission_id))).toEqual([0, 3, 2, 1]);
    await expect(cases({ sort: 'due_at', status: ['completed'] })).rejects.toMatchObject({
      fields: [expect.objectContaining({ pointer: 'query:sort' })],
    });
  });

  it('show nothing that is not what was asked for any more, although the row has not heard of it yet', async () => {
    await hub.changeStatus(caseOf(1), 'in_progress');

    expect(await cases({ status: ['open'] })).toEqual([2, 0]);
    await projectAll();
    expect(await cases({ status: ['in_progress'] })).toEqual([3, 1]);
  });

  it('know what is overdue from the clock', async () => {
    const later = { ...deps, now: () => new Date(Date.now() + 30 * 3_600_000) };
    const overdue = async (query: Omit<CaseListQuery, 'limit'>) =>
      (await listCases({ query: { limit: 25, ...query }, ...reader }, later)).data.map(({ submission_id }) =>
        submitted.indexOf(submission_id),
      );

    expect(await cases({ overdue: 'true' })).toEqual([]);
    expect(await overdue({ overdue: 'true' })).toEqual([3, 2, 0]);
    expect(await overdue({ overdue: 'true', sort: 'due_at' })).toEqual([0, 3, 2]);
    const client = test.newDocuments();
    const cost = metered(client);
    const due = dueList(lifecycle(client).table, hub.records, 4);
    const request = { limit: 25, after: undefined, accepted: { fromMs: undefined, toMs: undefined }, keep: () => true };
    const before = await due({
      ...request,
      maxExamined: 2000,
      nowIso: later.now().toISOString(),
      dueBefore: '2026-01-01T00:00:00.000Z',
    });
    expect([before.examined, cost.calls]).toEqual([0, 4]);
    expect(await overdue({ overdue: 'false' })).toEqual([4, 1]);
  });

  it('export pages that put one behind the other are one file, with formulas as text', async () => {
    let text = '';
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await exportSubmissions({ query: { limit: 2, cursor, sort: 'created_at' }, ...reader }, deps);
      text += page.text;
      cursor = page.next ?? undefined;
      pages += 1;
    } while (cursor !== undefined);

    const lines = text.split('\r\n');
    expect(pages).toBe(3);
    expect(lines).toHaveLength(bodies.length + 2);
    expect(lines[0]).toMatch(/^submission_id,request_number,submission_status,/);
    expect(lines.slice(1, -1).map((line) => line.slice(0, 30))).toEqual(submitted);
    expect(text).toContain(`"'=cmd|""/c calc""!A1, and a second\nline"`);
  });

  it('export cases with the filters of their list, whose cursors do not fit the list', async () => {
    const page = await exportCases({ query: { limit: 1, status: ['open'] }, ...reader }, deps);

    expect(page.text.split('\r\n')[1]).toContain(caseOf(2));
    await expect(
      listCases({ query: { limit: 1, status: ['open'], cursor: page.next ?? '' }, ...reader }, deps),
    ).rejects.toMatchObject({ code: 'LIST.CURSOR_INVALID' });
  });

  it('have events by type and status and sync logs by outcome, of all records or of one, over full pages', async () => {
    const correlation_id = (submitted[3] ?? '').replace('SUB-', 'COR-');

    const pending = await listEvents({ limit: 25, event_status: ['pending'] }, deps);
    const created = await walk({ limit: 2, event_type: ['RequestCreated'] }, (query: EventListQuery) =>
      listEvents(query, deps),
    );
    const own = await listEvents({ limit: 25, correlation_id, event_type: ['OperationalCaseStatusChanged'] }, deps);
    const logs = await listSyncLogs({ limit: 25, outcome: ['succeeded'] }, deps);
    const none = await listSyncLogs({ limit: 25, outcome: ['failed', 'skipped'] }, deps);
    const before = await listEvents({ limit: 25, created_to: '2020-01-01' }, deps);

    expect(pending.data.map(({ event_type }) => event_type)).toEqual(Array(3).fill('OperationalCaseStatusChanged'));
    expect(created.map(({ subject }) => subject)).toEqual([...submitted].reverse());
    expect(own.data).toHaveLength(1);
    expect(logs.data).toHaveLength(bodies.length);
    expect([none.data, before.data]).toEqual([[], []]);
  });

  it('show a replaced event and an erased requester as soon as the projector has seen them', async () => {
    const [row] = (await test.items()).filter(
      (item) => item['entity'] === 'submission' && item['pk'] === `INTAKE#${submitted[0]}`,
    );
    const erased: Item = {
      ...row,
      version: 2,
      erased_at: '2026-03-01T00:00:00.000Z',
      requester_name: 'erased',
      requester_email: 'erased',
    };

    await hub.project([erased]);

    expect((await hub.records.get(submitted[0] ?? ''))?.sections.submission).toMatchObject({
      v: 2,
      requester_name: 'erased',
    });
    await hub.project([row ?? {}]);
    expect((await hub.records.get(submitted[0] ?? ''))?.sections.submission).toMatchObject({
      v: 2,
      requester_name: 'erased',
    });
  });
});
