// Lineage graphs and activity from what the lifecycle really writes: each step found again, from any name of a record.
import { beforeAll, describe, expect, it } from 'vitest';
import { readLineageGraph } from '../../functions/canonical/read-canonical.ts';
import { projectRecords } from '../../functions/dashboard/project-records.ts';
import { readActivity } from '../../functions/dashboard/read-dashboard.ts';
import { recount } from '../../functions/dashboard/recount.ts';
import type { LineageGraphQuery } from '../../shared/contracts/lineage-graph.ts';
import type { Claim } from '../../shared/core/dashboard/open-batch.ts';
import { lineageSource } from '../../shared/table/canonical/lineage-source.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { startLifecycle } from '../support/lifecycle-of-file.ts';

const { test, hub } = await startLifecycle();

const projectAll = async (): Promise<void> => {
  const items = await test.items();
  await hub.project(
    items.filter((item) => !['record', 'counter', 'activity', 'recount', 'secret'].includes(String(item['entity']))),
  );
};
const deliverAll = async (subject: string): Promise<void> => {
  for (const message of await hub.owed(subject)) await hub.deliver(message);
};

describe('the lineage graph of a record', () => {
  let ulid = '';
  beforeAll(async () => {
    const { submission_id } = await hub.submit();
    ulid = submission_id.slice('SUB-'.length);
    await deliverAll(submission_id);
    await hub.changeStatus(`CASE-${ulid}`, 'in_progress');
    await deliverAll(`CASE-${ulid}`);
  });

  const graph = (id: string, direction: LineageGraphQuery['direction']) =>
    readLineageGraph({ id, direction }, { lineage: lineageSource(test.table) });
  const kinds = async (id: string, direction: LineageGraphQuery['direction']) =>
    (await graph(id, direction)).nodes.map(({ kind }) => kind).sort();
  const path = ['business_object', 'event', 'event', 'operation_case', 'service_request', 'submission'];

  it.each(['SUB', 'SR', 'COR', 'CASE', 'OBJ', 'LIN'])('is found by its %s id', async (prefix) => {
    const { root, correlation_id, nodes } = await graph(`${prefix}-${ulid}`, 'both');

    expect(correlation_id).toBe(`COR-${ulid}`);
    expect(nodes.map(({ id }) => id)).toContain(root);
  });

  it('leads from the request to the object and from the object back to the request', async () => {
    expect(await kinds(`SUB-${ulid}`, 'forward')).toEqual(path);
    expect(await kinds(`OBJ-${ulid}`, 'back')).toEqual(path);
    expect(await kinds(`OBJ-${ulid}`, 'forward')).toEqual(['business_object']);
    expect(await kinds(`COR-${ulid}`, 'forward')).toEqual(path);
  });

  it('has the event, the time and the version of the function behind each step that a function took', async () => {
    const { edges } = await graph(`SUB-${ulid}`, 'forward');

    const taken = edges.filter(({ function_version }) => function_version !== null);
    expect(taken.map(({ relation }) => relation).sort()).toEqual(['became', 'created', 'updated']);
    for (const edge of taken) {
      expect(edge).toMatchObject({ event_id: expect.stringMatching(/^EVT-/), function_version: 'test' });
      expect(Date.parse(edge.at)).not.toBeNaN();
    }
  });

  it('shows nothing personal', async () => {
    expect(JSON.stringify(await graph(`SUB-${ulid}`, 'both'))).not.toMatch(/Alex|alex@|delivery window/);
  });

  it('has the documents of the submission, and the case that a record reopens', async () => {
    const [submission] = (await test.items()).filter(
      (item) => item['pk'] === `INTAKE#SUB-${ulid}` && item['sk'] === 'SUBMISSION',
    );
    const [found] = (await test.items()).filter((item) => item['pk'] === `OPS#CASE-${ulid}` && item['sk'] === 'CASE');
    const other = '01JD0000000000000000000000';
    const document = 'DOC-01JD0000000000000000000001';
    const extra: Item[] = [
      { pk: `DOC#OF#SUB-${ulid}`, sk: document, entity: 'document_of' },
      {
        pk: `DOC#${document}`,
        sk: 'DOCUMENT',
        entity: 'document',
        status: 'available',
        content_type: 'image/png',
        file_name: 'Alex.png',
        created_at: '2026-03-01T00:00:00.000Z',
      },
      { ...submission, pk: `INTAKE#SUB-${other}`, reopens_case_id: `CASE-${ulid}` },
      { ...found, reopened_as_case_id: `CASE-${other}` },
    ];
    for (const item of extra) await test.table.put(item);

    const forward = await graph(`SUB-${ulid}`, 'forward');
    const back = await graph(`SUB-${other}`, 'back');

    expect(forward.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining([document, `SUB-${other}`]));
    expect(JSON.stringify(forward)).not.toContain('Alex');
    expect(back.nodes.map(({ id }) => id).sort()).toEqual([`CASE-${ulid}`, `SUB-${other}`]);
  });

  it('is not found under a name that the record does not have yet, or that nothing has', async () => {
    const { submission_id } = await hub.submit();

    await expect(graph(submission_id.replace('SUB-', 'OBJ-'), 'back')).rejects.toMatchObject({
      code: 'RECORD.NOT_FOUND',
    });
    await expect(graph('SUB-01JD0000000000000000000009', 'both')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(graph(submission_id, 'forward')).resolves.toMatchObject({ nodes: { length: 3 } });
  });
});

describe('activity', () => {
  const now = (): Date => new Date();
  const lastHours = async () => {
    const { buckets } = await readActivity({ interval: 'hour' }, { counters: hub.counters, now });
    const sum = (name: 'submissions' | 'completed' | 'rejected' | 'dead_lettered') =>
      buckets.reduce((all, bucket) => all + bucket[name], 0);
    return {
      submissions: sum('submissions'),
      completed: sum('completed'),
      rejected: sum('rejected'),
      dead_lettered: sum('dead_lettered'),
    };
  };

  it('counts submissions, outcomes and given-up events once, however often the projector sees them', async () => {
    await projectAll();
    const before = await lastHours();
    const { submission_id } = await hub.submit();
    await deliverAll(submission_id);
    await hub.changeStatus(submission_id.replace('SUB-', 'CASE-'), 'rejected');
    const lost = await hub.submit();
    for (const message of await hub.owed(lost.submission_id)) await hub.park(message);

    await projectAll();
    await projectAll();
    // Changed after it was closed: the row takes it, the hour has it already.
    const [closed] = (await test.items()).filter(
      (item) => item['pk'] === submission_id.replace('SUB-', 'OPS#CASE-') && item['sk'] === 'CASE',
    );
    await hub.project([{ ...closed, version: 9, updated_at: new Date().toISOString() }]);

    const after = await lastHours();
    expect(after.submissions - before.submissions).toBe(2);
    expect(after.rejected - before.rejected).toBe(1);
    expect(after.dead_lettered - before.dead_lettered).toBe(1);
    expect(after.completed).toBe(before.completed);
  });

  it('is the same after a recount, and right again after a crash between the count and the rows', async () => {
    const deps = hub;
    const expected = await lastHours();

    expect(await recount(deps)).toMatchObject({ kind: 'recounted', corrected_hours: 0 });
    const { submission_id } = await hub.submit();
    const items = (await test.items()).filter((item) => String(item['pk']).endsWith(submission_id));
    const advance = async () => Promise.reject(new Error('crashed'));
    await projectRecords(
      items.map((item, index) => ({ sequenceNumber: String(index), item })),
      { projections: hub.projections, records: { ...hub.records, advance }, batches: hub.batches },
    );
    expect(await lastHours()).toEqual({ ...expected, submissions: expected.submissions + 1 });

    expect(await recount(deps)).toMatchObject({ corrected: {}, corrected_hours: 0 });

    expect(await lastHours()).toEqual(expected);
  });

  it('is kept with one write a batch, not one a record', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      sequenceNumber: String(index),
      item: {
        entity: 'submission',
        pk: `INTAKE#SUB-01JD00000000000000000000${10 + index}`,
        request_description: '',
        created_at: '2026-03-01T08:00:00.000Z',
      },
    }));
    const opened: (readonly Claim[])[] = [];
    const batches = {
      ...hub.batches,
      open: async (claims: readonly Claim[]) => {
        opened.push(claims);
        return hub.batches.open(claims);
      },
    };

    await projectRecords(rows, { projections: hub.projections, records: hub.records, batches });

    expect(opened).toEqual([
      [{ counts: { submissions: 1, '2026-03-01T08 submissions': 1 }, rows: expect.objectContaining({ length: 20 }) }],
    ]);
    expect(await hub.counters.hours('2026-03-01T08', '2026-03-01T08')).toEqual({
      '2026-03-01T08': { submissions: 20 },
    });
  });
});
