// Lists over the public API as clients use them: filters in the query, pages by link, exports as files, what is refused
// and how, lineage both ways and activity. Records carry a word of their own, so that any target may hold others.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Answer, eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { sampleBody } from '../support/sample-body.ts';

const word = `w${randomBytes(6).toString('hex')}`;
const count = 6;

let operator: HubClient;
let viewer: HubClient;
const submitted: string[] = [];
/** On which the last of them was submitted. */
let day = '';
beforeAll(async () => {
  const { apiUrl } = inject('hub');
  [operator, viewer] = await Promise.all([hubClient(apiUrl, 'operator'), hubClient(apiUrl, 'viewer')]);
  for (let index = 0; index < count; index += 1) {
    const { body } = await operator.call<{ submission_id: string; created_at: string }>('POST', '/intake/submissions', {
      body: {
        ...sampleBody,
        requester_name: `Zoë ${word}`,
        requester_email: `${word}@example.test`,
        request_description: index === 0 ? `=1+1 ${'x'.repeat(130)} far${word}` : 'a question',
        priority: index % 2 === 0 ? 'urgent' : 'low',
      },
    });
    submitted.push(body.submission_id);
    day = body.created_at.slice(0, 10);
  }
  await eventually(
    async () => (await operator.call<ListBody>('GET', `/operational/cases?q=${word}`)).body.data,
    (cases) => cases.length === count,
    { what: 'a case for each submission' },
  );
});

interface ListBody {
  readonly data: readonly Record<string, string>[];
  readonly pagination: { readonly limit: number; readonly next: string | null };
}

const ids = async (path: string): Promise<readonly number[]> => {
  const { status, body } = await operator.call<ListBody>('GET', path);
  expect(status).toBe(200);
  return body.data.map(({ submission_id }) => submitted.indexOf(submission_id ?? ''));
};

describe('a list', () => {
  it('filters by several things at once and sorts from either end', async () => {
    expect(await ids(`/intake/submissions?q=${word}`)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(
      await ids(`/intake/submissions?requester=${word}@EXAMPLE.test&priority=urgent,high&sort=created_at`),
    ).toEqual([0, 2, 4]);
    expect(await ids(`/intake/submissions?requester=zoe%20${word}&status=withdrawn`)).toEqual([]);
    expect(await ids(`/intake/submissions?q=far${word}`)).toEqual([0]);
    expect(await ids(`/operational/cases?q=${word}&priority=low&status=open`)).toEqual([5, 3, 1]);
    expect(await ids(`/operational/cases?q=${word}&sort=due_at`)).toEqual([0, 2, 4, 1, 3, 5]);
    expect(await ids(`/operational/cases?q=${word}&overdue=true`)).toEqual([]);
  });

  it('is followed page by page over the links in its answers', async () => {
    const seen: number[] = [];
    let path: string | undefined = `/intake/submissions?q=${word}&limit=2`;
    while (path !== undefined) {
      const { body, headers }: Answer<ListBody> = await operator.call<ListBody>('GET', path);
      seen.push(...body.data.map(({ submission_id }) => submitted.indexOf(submission_id ?? '')));
      const [, target]: readonly string[] = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      expect(target === undefined).toBe(body.pagination.next === null);
      path = target === undefined ? undefined : `/intake/submissions${target}`;
    }

    expect(seen).toEqual([5, 4, 3, 2, 1, 0]);
  });

  it('refuses what it does not know and says what there is', async () => {
    const refused = async (query: string) => {
      const { status, body } = await operator.call<{ errors: { pointer: string; detail: string }[] }>(
        'GET',
        `/operational/cases?${query}`,
      );
      return [status, body.errors[0]?.pointer, body.errors[0]?.detail];
    };

    expect(await refused('limit=0x10')).toEqual([
      422,
      'query:limit',
      'must be a whole number from 1 to 500 in decimal digits',
    ]);
    expect(await refused('sort=priority')).toEqual([
      422,
      'query:sort',
      'must be one of -created_at, created_at, due_at; no other order has an index',
    ]);
    expect(await refused('priority=huge')).toEqual([
      422,
      'query:priority',
      expect.stringContaining('low, medium, high, urgent'),
    ]);
    expect((await refused('team=x'))[2]).toContain('is not a known parameter; allowed: limit, cursor, sort, status');
    expect(await refused('created_from=2026-02-02&created_to=2026-02-01')).toEqual([
      422,
      'query:created_to',
      'must not be before created_from',
    ]);
  });

  it('keeps its cursors to its filters', async () => {
    const { body } = await operator.call<ListBody>('GET', `/intake/submissions?q=${word}&limit=1`);
    const other = await operator.call('GET', `/intake/submissions?limit=1&cursor=${body.pagination.next}`);

    expect([other.status, other.body['code']]).toEqual([400, 'LIST.CURSOR_INVALID']);
  });

  it('lets nobody search for what they may not see', async () => {
    const { status, body } = await viewer.call('GET', `/dashboard/records?q=${word}`);

    expect([status, body['code']]).toEqual([403, 'AUTH.PERSONAL_DATA']);
    expect((await viewer.call('GET', '/dashboard/records?status=open&limit=1')).status).toBe(200);
  });

  it('of any boundary takes its filters', async () => {
    for (const path of [
      `/dashboard/records?status=open,received&created_from=${day}`,
      '/source-system/service-requests?status=submitted&priority=urgent',
      '/canonical/business-objects?canonical_category=inquiry&lifecycle_status=active',
      `/canonical/lineage?created_to=${day}`,
      '/integration/events?event_type=RequestCreated&event_status=completed',
      '/integration/sync-logs?outcome=succeeded',
    ]) {
      const { status, body } = await operator.call<ListBody>('GET', path);
      expect([path, status, body.data.length > 0]).toEqual([path, 200, true]);
    }
  });
});

describe('an export', () => {
  it('is a CSV file in pages, for those who may export', async () => {
    const first = await operator.call<string>('GET', `/intake/submissions/export?q=${word}&limit=4&sort=created_at`);
    const cursor = first.headers.get('x-next-cursor');
    const second = await operator.call<string>(
      'GET',
      `/intake/submissions/export?q=${word}&limit=4&sort=created_at&cursor=${cursor}`,
    );

    const lines = (first.body + second.body).split('\r\n');
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="submissions.csv"');
    expect(lines[0]).toMatch(/^submission_id,request_number,/);
    expect(lines.slice(1, -1).map((line) => line.slice(0, 30))).toEqual(submitted);
    expect(lines[1]).toContain(",'=1+1 x");
    expect(second.headers.get('x-next-cursor')).toBeNull();
    expect((await viewer.call('GET', '/intake/submissions/export')).status).toBe(403);
    expect((await operator.call<string>('GET', `/operational/cases/export?q=${word}`)).body.split('\r\n')).toHaveLength(
      count + 2,
    );
  });
});

describe('lineage and activity', () => {
  it('lead from a request to its object and back', async () => {
    const ulid = submitted[0]?.slice('SUB-'.length) ?? '';
    const graph = async (id: string, direction: string) =>
      (
        await viewer.call<{
          nodes: { kind: string }[];
          edges: { relation: string; function_version: string | null }[];
        }>('GET', `/canonical/lineage-graph?id=${id}-${ulid}&direction=${direction}`)
      ).body;

    const forward = await graph('SUB', 'forward');
    const back = await graph('OBJ', 'back');

    const kinds = ['business_object', 'event', 'operation_case', 'service_request', 'submission'];
    expect(forward.nodes.map(({ kind }) => kind).sort()).toEqual(kinds);
    expect(back.nodes.map(({ kind }) => kind).sort()).toEqual(kinds);
    expect(forward.edges.find(({ relation }) => relation === 'created')?.function_version).toBeTruthy();
    expect((await viewer.call('GET', '/canonical/lineage-graph?id=SUB-01JD0000000000000000000000')).status).toBe(404);
  });

  it('count what came in this hour', async () => {
    const activity = await eventually(
      async () =>
        (await viewer.call<{ buckets: { from: string; submissions: number }[] }>('GET', '/dashboard/activity')).body,
      ({ buckets }) => buckets.reduce((sum, { submissions }) => sum + submissions, 0) >= count,
      { what: 'the submissions in the activity' },
    );

    expect(activity.buckets).toHaveLength(24);
    const tooLong = await viewer.call('GET', '/dashboard/activity?interval=hour&from=2026-01-01&to=2026-03-01');
    expect(tooLong.status).toBe(422);
  });
});
