// The way of a request through the hub as its users see it, over the public API. The same file runs against every target.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Answer, eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { sampleBody } from '../support/sample-body.ts';

const body = sampleBody;

let operator: HubClient;
let viewer: HubClient;
let nobody: HubClient;
beforeAll(async () => {
  const { apiUrl } = inject('hub');
  [operator, viewer, nobody] = await Promise.all([
    hubClient(apiUrl, 'operator'),
    hubClient(apiUrl, 'viewer'),
    hubClient(apiUrl),
  ]);
});

interface Accepted {
  readonly submission_id: string;
  readonly request_number: string;
  readonly correlation_id: string;
  readonly event_id: string;
  readonly links: { readonly record: string };
}

async function submit(headers: Record<string, string> = {}): Promise<Answer<Accepted>> {
  return operator.call<Accepted>('POST', '/intake/submissions', { body, headers });
}

interface RecordBody {
  readonly event?: { readonly event_status: string };
  readonly operation_case?: { readonly operation_case_id: string; readonly processing_status: string } | null;
  readonly business_object?: {
    readonly business_object_id: string;
    readonly lifecycle_status: string;
    readonly case_version: number;
  } | null;
}

const visible = (submissionId: string, status = 'active') =>
  eventually(
    async () => (await operator.call<RecordBody>('GET', `/dashboard/records/${submissionId}`)).body,
    (record) => record.event?.event_status === 'completed' && record.business_object?.lifecycle_status === status,
    { what: `the record of ${submissionId}` },
  );

describe('a submitted request', () => {
  it('becomes a service request, a case and a canonical object with lineage, and its event completes', async () => {
    const accepted = await submit({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(accepted.status).toBe(201);
    const { submission_id, request_number, correlation_id, event_id } = accepted.body;
    const location = new URL(accepted.headers.get('location') ?? '', `${operator.apiUrl}/intake/submissions`);
    expect(location.href).toBe(`${operator.apiUrl}/intake/submissions/${submission_id}`);

    const record = await visible(submission_id);

    const caseId = record.operation_case?.operation_case_id;
    const objectId = record.business_object?.business_object_id;
    const get = async (path: string) => (await operator.call('GET', path)).body;
    expect(await get(`/intake/submissions/${submission_id}`)).toMatchObject(body);
    expect(await get(`/source-system/service-requests/${request_number}`)).toMatchObject({
      submission_id,
      lifecycle_status: 'submitted',
    });
    expect(await get(`/operational/cases/${caseId}`)).toMatchObject({
      external_reference: request_number,
      processing_status: 'open',
      version: 1,
      history: [],
      allowed_statuses: ['in_progress', 'rejected'],
    });
    expect(await get(`/canonical/business-objects/${objectId}`)).toMatchObject({
      lifecycle_status: 'active',
      canonical_category: 'inquiry',
    });
    expect(await get(`/canonical/lineage/${objectId}`)).toMatchObject({
      submission_id,
      request_number,
      operation_case_id: caseId,
      event_id,
    });
    expect(await get(`/integration/events?correlation_id=${correlation_id}`)).toMatchObject({
      data: [
        {
          event_id,
          event_type: 'RequestCreated',
          event_status: 'completed',
          trace_id: '0af7651916cd43dd8448eb211c80319c',
        },
      ],
    });
    expect(await get(`/integration/sync-logs?correlation_id=${correlation_id}`)).toMatchObject({
      data: [
        { event_id, outcome: 'succeeded', message: expect.stringMatching(/^created case .* created business object/) },
      ],
    });
  });

  it('is worked on: each status change is kept in the history and followed by the canonical object', async () => {
    const { submission_id, correlation_id } = (await submit()).body;
    const caseId = (await visible(submission_id)).operation_case?.operation_case_id;
    const change = (new_status: string, etag: string) =>
      operator.call('PATCH', `/operational/cases/${caseId}/status`, {
        body: { new_status, change_reason: `now ${new_status}` },
        headers: { 'if-match': etag },
      });

    const first = await change('in_progress', '"1"');
    expect(first).toMatchObject({ status: 200, body: { processing_status: 'in_progress', version: 2 } });
    await visible(submission_id, 'in_progress');
    const second = await change('completed', first.headers.get('etag') ?? '');
    expect(second.status).toBe(200);
    await visible(submission_id, 'completed');

    const { body: found } = await operator.call('GET', `/operational/cases/${caseId}`);
    expect(found).toMatchObject({
      processing_status: 'completed',
      allowed_statuses: [],
      history: [
        { previous_status: 'open', new_status: 'in_progress', change_reason: 'now in_progress', version: 2 },
        { previous_status: 'in_progress', new_status: 'completed', change_reason: 'now completed', version: 3 },
      ],
    });
    const events = await operator.call<{ data: { event_type: string; event_status: string }[] }>(
      'GET',
      `/integration/events?correlation_id=${correlation_id}`,
    );
    expect(events.body.data.map((event) => [event.event_type, event.event_status])).toEqual([
      ['RequestCreated', 'completed'],
      ['OperationalCaseStatusChanged', 'completed'],
      ['OperationalCaseStatusChanged', 'completed'],
    ]);
  });

  it('sent twice with one Idempotency-Key is one submission; with another body it is refused', async () => {
    const key = { 'idempotency-key': `"${crypto.randomUUID()}"` };

    const first = await submit(key);
    const again = await submit(key);
    const other = await operator.call('POST', '/intake/submissions', {
      body: { ...body, priority: 'urgent' },
      headers: key,
    });

    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(other.status).toBe(422);
  });

  it('is the first of every list within a second or so', async () => {
    const { submission_id, request_number } = (await submit()).body;
    await visible(submission_id);
    const first = async (path: string) =>
      (await operator.call<{ data: Record<string, unknown>[] }>('GET', `${path}?limit=5`)).body.data;

    expect((await first('/intake/submissions')).map((item) => item['submission_id'])).toContain(submission_id);
    expect((await first('/source-system/service-requests')).map((item) => item['request_number'])).toContain(
      request_number,
    );
    const ofSubmission = (item: Record<string, unknown>) => item['submission_id'];
    expect((await first('/operational/cases')).map(ofSubmission)).toContain(submission_id);
    expect((await first('/canonical/lineage')).map(ofSubmission)).toContain(submission_id);
    expect((await first('/canonical/business-objects')).length).toBeGreaterThan(0);
    expect((await first('/dashboard/records')).length).toBeGreaterThan(0);
    expect((await first('/integration/sync-logs')).length).toBeGreaterThan(0);
    expect((await operator.call('GET', '/dashboard/overview')).body).toMatchObject({
      totals: { submissions: expect.any(Number) },
    });
  });
});

describe('what the API refuses', () => {
  it('tells every wrong field by pointer, and writes nothing', async () => {
    const refused = await operator.call('POST', '/intake/submissions', {
      body: { ...body, requester_email: 'nobody', priority: 'very high', extra: 1 },
    });

    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const pointers = (refused.body['errors'] as { pointer: string }[]).map((error) => error.pointer);
    expect(pointers).toEqual(expect.arrayContaining(['#/requester_email', '#/priority', '#/extra']));
  });

  it('names the codes that are in use when one is not', async () => {
    const refused = await operator.call('POST', '/intake/submissions', { body: { ...body, priority: 'extreme' } });

    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/priority', detail: expect.stringMatching(/low, medium, high, urgent/) }] },
    });
  });

  it('answers an illegal transition with what is allowed', async () => {
    const { submission_id } = (await submit()).body;
    const caseId = (await visible(submission_id)).operation_case?.operation_case_id;

    const refused = await operator.call('PATCH', `/operational/cases/${caseId}/status`, {
      body: { new_status: 'completed', change_reason: 'too early' },
    });

    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'CASE.ILLEGAL_TRANSITION', allowed: ['in_progress', 'rejected'] },
    });
  });

  it('does not take an actor other than the token says', async () => {
    const { submission_id } = (await submit()).body;
    const caseId = (await visible(submission_id)).operation_case?.operation_case_id;

    const refused = await operator.call('PATCH', `/operational/cases/${caseId}/status`, {
      body: { new_status: 'in_progress', change_reason: 'x', changed_by: 'Somebody Else' },
    });

    expect(refused).toMatchObject({ status: 403, body: { code: 'AUTH.ACTOR_MISMATCH' } });
  });

  it('asks who calls, and lets a viewer read but not write, with personal data masked', async () => {
    const { submission_id } = (await submit()).body;

    expect((await nobody.call('GET', '/intake/submissions')).status).toBe(401);
    expect((await viewer.call('POST', '/intake/submissions', { body })).status).toBe(403);
    const seen = await viewer.call('GET', `/intake/submissions/${submission_id}`);
    expect(seen).toMatchObject({
      status: 200,
      body: { requester_name: 'A••• E••••••', requester_email: 'a•••@example.test' },
    });
  });

  it('answers unknown paths and ids with a problem', async () => {
    const path = await operator.call('GET', '/no/such/thing');
    const id = await operator.call('GET', '/operational/cases/CASE-01JD0000000000000000000000');

    // LocalStack answers unknown paths itself, without the template's gateway responses.
    const gateway = inject('hub').target === 'localstack' ? {} : { code: 'REQUEST.NO_ROUTE' };
    expect(path).toMatchObject({ status: 404, body: gateway });
    expect(id).toMatchObject({ status: 404, body: { code: 'CASE.NOT_FOUND' } });
  });
});

describe('a problem', () => {
  it('names the path that it is about, also where the path starts like the stage', async () => {
    const refused = await nobody.call('POST', '/dev/token', { body: { role: 'king' } });

    expect(refused).toMatchObject({ status: 422, body: { instance: '/dev/token' } });
  });
});

describe('the hub about itself', () => {
  it('says that it is well, and more to those it knows', async () => {
    const open = await nobody.call('GET', '/health');
    const known = await operator.call('GET', '/health');

    expect(open).toMatchObject({
      status: 200,
      body: { status: 'ok', service: expect.any(String), version: expect.any(String) },
    });
    expect(Object.keys(known.body).length).toBeGreaterThan(Object.keys(open.body).length);
  });

  it('serves its API document and a page for it', async () => {
    const document = await nobody.call('GET', '/openapi.json');
    const page = await nobody.call<string>('GET', '/docs');

    expect(document.body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    expect(page.headers.get('content-type')).toContain('text/html');
  });
});
