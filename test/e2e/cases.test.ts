// Work on operational cases over the public API: changes, comments, bulk changes, reopening and due dates.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { sampleBody } from '../support/sample-body.ts';

let operator: HubClient;
let viewer: HubClient;
beforeAll(async () => {
  const { apiUrl } = inject('hub');
  [operator, viewer] = await Promise.all([hubClient(apiUrl, 'operator'), hubClient(apiUrl, 'viewer')]);
});

interface CaseBody {
  readonly version: number;
  readonly processing_status: string;
  readonly created_at: string;
  readonly due_at: string;
  readonly breached: boolean;
  readonly reopened_as_case_id: string | null;
  readonly history: readonly { readonly kind: string; readonly change_reason: string; readonly version: number }[];
  readonly comments: readonly { readonly text: string }[];
}

interface Refusal {
  readonly code: string;
  readonly current_status?: string;
  readonly allowed?: readonly string[];
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const pathOf = (caseId: string): string => `/operational/cases/${caseId}`;
const read = (caseId: string, client = operator) => client.call<CaseBody>('GET', pathOf(caseId));
const appeared = (caseId: string) =>
  eventually(
    () => read(caseId),
    ({ status }) => status === 200,
    { what: `the case ${caseId}` },
  );

async function newCase(): Promise<string> {
  const { body } = await operator.call<{ submission_id: string }>('POST', '/intake/submissions', { body: sampleBody });
  const caseId = body.submission_id.replace('SUB-', 'CASE-');
  await appeared(caseId);
  return caseId;
}

const patch = <T = CaseBody>(caseId: string, fields: object, headers: Record<string, string> = {}) =>
  operator.call<T>('PATCH', pathOf(caseId), { body: { change_reason: 'as agreed', ...fields }, headers });
const setStatus = (caseId: string, new_status: string) =>
  operator.call('PATCH', `${pathOf(caseId)}/status`, { body: { new_status, change_reason: `now ${new_status}` } });

describe('a case', () => {
  it('is assigned, and moved to another priority, by whoever saw its latest version', async () => {
    const caseId = await newCase();
    const seen = await read(caseId);
    const etag = seen.headers.get('etag') ?? '';

    const changed = await patch(caseId, { assignee: 'Ada Lovelace', priority: 'urgent' }, { 'if-match': etag });
    const tooLate = await patch<Refusal>(caseId, { assignee: 'Grace Hopper' }, { 'if-match': etag });

    expect(changed.status).toBe(200);
    expect(Date.parse(changed.body.due_at) - Date.parse(seen.body.created_at)).toBe(4 * 3_600_000);
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(tooLate.status).toBe(412);
    expect(tooLate.body).toMatchObject({
      code: 'CASE.CHANGED_MEANWHILE',
      current_status: 'open',
      allowed: ['in_progress', 'rejected'],
    });
    expect((await read(caseId)).body.history).toMatchObject([{ kind: 'assignment', version: 2 }]);
  });

  it('is not given to a team that does not exist, nor changed once it is closed', async () => {
    const caseId = await newCase();

    const unknown = await patch<Refusal>(caseId, { assigned_team: 'NIGHT_SHIFT' });
    await setStatus(caseId, 'rejected');
    const closed = await patch<Refusal>(caseId, { assignee: 'Ada' });

    expect(unknown.status).toBe(422);
    expect(unknown.body.errors?.[0]?.pointer).toBe('#/assigned_team');
    expect(unknown.body.errors?.[0]?.detail).toContain('OPERATIONS_TEAM');
    expect(closed.status).toBe(409);
    expect(closed.body).toMatchObject({ code: 'CASE.CLOSED', current_status: 'rejected', allowed: [] });
  });

  it('takes comments, which viewers do not get to read, and which leave its version as it is', async () => {
    const caseId = await newCase();
    const before = (await read(caseId)).headers.get('etag') ?? '';

    const said = await operator.call('POST', `${pathOf(caseId)}/comments`, { body: { text: 'called back' } });
    const refused = await viewer.call('POST', `${pathOf(caseId)}/comments`, { body: { text: 'me too' } });

    expect([said.status, refused.status]).toEqual([201, 403]);
    const after = await read(caseId);
    expect(after.body).toMatchObject({ version: 1, comments: [{ text: 'called back' }] });
    // Whoever polls the page gets the comment; whoever holds the old tag may still change the case.
    const polled = await operator.call('GET', pathOf(caseId), { headers: { 'if-none-match': before } });
    expect(polled.status).toBe(200);
    expect((await patch(caseId, { assignee: 'Ada' }, { 'if-match': before })).status).toBe(200);
    const { body: masked } = await read(caseId, viewer);
    expect(masked.comments[0]?.text).toBe('[withheld: personal data]');
    expect(masked.history[0]?.change_reason).toBe('[withheld: personal data]');
    const list = await viewer.call<{ data: readonly { text: string }[] }>('GET', `${pathOf(caseId)}/comments`);
    expect(list.body.data).toMatchObject([{ text: '[withheld: personal data]' }]);
  });

  it('that is past its due date is shown as such and counted by the report', async () => {
    const caseId = await newCase();
    const { body } = await read(caseId);
    const past = new Date(Date.parse(body.created_at) + 1).toISOString();

    const changed = await patch(caseId, { due_at: past, priority: 'high' });
    const report = await operator.call<{ overdue_cases: number; by_priority: Record<string, number> }>(
      'POST',
      '/jobs/overdue-cases',
    );

    expect(changed.body.breached).toBe(true);
    expect(report.status).toBe(200);
    expect(report.body.overdue_cases).toBeGreaterThanOrEqual(1);
    expect(report.body.by_priority['high']).toBeGreaterThanOrEqual(1);
    expect((await viewer.call('POST', '/jobs/overdue-cases')).status).toBe(403);
  });
});

describe('several cases', () => {
  it('change their status in one call, each with its own outcome, and once per key', async () => {
    const [one, two] = [await newCase(), await newCase()];
    await setStatus(two, 'rejected');
    const body = { operation_case_ids: [one, two], new_status: 'in_progress', change_reason: 'Monday' };
    const headers = { 'idempotency-key': `"bulk-${one}"` };

    const first = await operator.call('POST', '/operational/cases/bulk-status-changes', { body, headers });
    const again = await operator.call('POST', '/operational/cases/bulk-status-changes', { body, headers });

    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      done: 1,
      refused: 1,
      outcomes: [
        { id: one, outcome: 'done', version: 2 },
        { id: two, outcome: 'refused', code: 'CASE.ILLEGAL_TRANSITION', allowed: [] },
      ],
    });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await read(one)).body.history).toHaveLength(1);
  });

  it('are refused when one is named twice', async () => {
    const caseId = await newCase();
    const body = { operation_case_ids: [caseId, caseId], new_status: 'in_progress', change_reason: 'x' };

    const refused = await operator.call<Refusal>('POST', '/operational/cases/bulk-status-changes', { body });

    expect(refused.status).toBe(422);
    expect(refused.body.errors?.[0]?.pointer).toBe('#/operation_case_ids/1');
    expect((await read(caseId)).body.version).toBe(1);
  });
});

describe('a closed case', () => {
  it('is reopened as a new one that is linked both ways, once', async () => {
    const caseId = await newCase();
    const tooSoon = await operator.call<Refusal>('POST', `${pathOf(caseId)}/reopen`, { body: { reason: 'x' } });
    await setStatus(caseId, 'rejected');
    const reopen = (key: string) =>
      operator.call<{ operation_case_id: string; submission_id: string }>('POST', `${pathOf(caseId)}/reopen`, {
        body: { reason: 'it came back' },
        headers: { 'idempotency-key': `"${key}-${caseId}"` },
      });

    const first = await reopen('a');
    const stored = await reopen('a');
    const second = await reopen('b');

    expect(tooSoon.status).toBe(409);
    expect(tooSoon.body).toMatchObject({ code: 'CASE.NOT_TERMINAL', current_status: 'open' });
    expect(first.status).toBe(201);
    const { operation_case_id, submission_id } = first.body;
    const location = new URL(first.headers.get('location') ?? '', operator.apiUrl + pathOf(`${caseId}/reopen`));
    expect(location.href).toBe(operator.apiUrl + pathOf(operation_case_id));
    expect(stored.body).toEqual(first.body);
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'CASE.REOPENED_ALREADY', reopened_as_case_id: operation_case_id });
    const { body: successor } = await appeared(operation_case_id);
    expect(successor).toMatchObject({ processing_status: 'open', version: 1, reopens_case_id: caseId, submission_id });
    expect((await read(caseId)).body).toMatchObject({
      processing_status: 'rejected',
      reopened_as_case_id: operation_case_id,
      version: 3,
    });
    const object = operation_case_id.replace('CASE-', 'OBJ-');
    expect((await operator.call('GET', `/canonical/business-objects/${object}`)).body).toMatchObject({
      lifecycle_status: 'active',
    });
  });
});
