// What users do with submissions beyond submitting, over the public API: correct, take back, comment, look at reference
// values, and have a requester erased.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { sampleBody } from '../support/sample-body.ts';

let viewer: HubClient;
let operator: HubClient;
let approver: HubClient;
let admin: HubClient;
beforeAll(async () => {
  const { apiUrl } = inject('hub');
  [viewer, operator, approver, admin] = await Promise.all([
    hubClient(apiUrl, 'viewer'),
    hubClient(apiUrl, 'operator'),
    hubClient(apiUrl, 'approver'),
    hubClient(apiUrl, 'admin'),
  ]);
});

async function submit(body: Readonly<Record<string, unknown>> = sampleBody): Promise<string> {
  const { status, body: answer } = await operator.call<{ submission_id: string }>('POST', '/intake/submissions', {
    body,
  });
  expect(status).toBe(201);
  return answer.submission_id;
}

const path = (id: string, rest = ''): string => `/intake/submissions/${id}${rest}`;
const pickedUp = (id: string) =>
  eventually(
    async () => (await operator.call('GET', `/operational/cases/${id.replace('SUB-', 'CASE-')}`)).status,
    (status) => status === 200,
    { what: `the case of ${id}` },
  );
const uniqueAddress = (): string => `person-${crypto.randomUUID()}@example.test`;

describe('a submission', () => {
  it('is edited or told that it was picked up, and its case has what the answer said', async () => {
    const id = await submit();
    const read = await operator.call('GET', path(id));
    const edit = await operator.call<{ code?: string; priority?: string; operation_case_id?: string }>(
      'PATCH',
      path(id),
      {
        body: { priority: 'urgent' },
        headers: { 'if-match': read.headers.get('etag') ?? '' },
      },
    );

    await pickedUp(id);
    const caseOf = await operator.call('GET', `/operational/cases/${id.replace('SUB-', 'CASE-')}`);
    if (edit.status === 200) {
      expect(edit.headers.get('etag')).toBe('"2"');
      expect(caseOf.body).toMatchObject({ priority: 'urgent' });
      expect((await operator.call('GET', path(id, '/history'))).body).toMatchObject({
        data: [{ kind: 'edited', fields: ['priority'], version: 2 }],
      });
    } else {
      expect(edit).toMatchObject({ status: 409, body: { code: 'SUBMISSION.PICKED_UP' } });
      expect(caseOf.body).toMatchObject({ priority: 'medium' });
    }
  });

  it('that was picked up is neither edited nor withdrawn', async () => {
    const id = await submit();
    await pickedUp(id);

    const edit = await operator.call('PATCH', path(id), { body: { priority: 'low' } });
    const withdrawal = await operator.call('POST', path(id, '/withdraw'), { body: { reason: 'too late' } });

    const refused = {
      status: 409,
      body: { code: 'SUBMISSION.PICKED_UP', operation_case_id: id.replace('SUB-', 'CASE-'), retryable: false },
    };
    expect(edit).toMatchObject(refused);
    expect(withdrawal).toMatchObject(refused);
    expect((await operator.call('GET', path(id))).body).toMatchObject({ version: 1, submission_status: 'received' });
  });

  it('is changed by who submitted it or by who may change any, with a body that is understood', async () => {
    const id = await submit();

    const byViewer = await viewer.call('PATCH', path(id), { body: { priority: 'low' } });
    const unknown = await operator.call('PATCH', path(id), { body: { priority: 'low', prioritty: 'low' } });
    const empty = await operator.call('PATCH', path(id), { body: {} });
    const notMine = await operator.call('PATCH', path(await submitAs(approver)), { body: { priority: 'low' } });

    expect(byViewer).toMatchObject({ status: 403, body: { code: 'AUTH.PERMISSION' } });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/prioritty' }] } });
    expect(empty.status).toBe(422);
    expect(notMine).toMatchObject({ status: 403, body: { code: 'AUTH.NOT_OWNER' } });
  });

  it('has comments, which viewers see without their text', async () => {
    const id = await submit();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await operator.call('POST', path(id, '/comments'), { body: { text: 'called back' }, headers: key });
    await operator.call('POST', path(id, '/comments'), { body: { text: 'called back' }, headers: key });
    await operator.call('POST', path(id, '/comments'), { body: { text: 'nobody there' } });

    expect(first.status).toBe(201);
    expect((await operator.call('GET', path(id, '/comments'))).body).toMatchObject({
      data: [{ text: 'nobody there' }, { text: 'called back' }],
      pagination: { next: null },
    });
    const seen = await viewer.call('GET', path(id, '/comments'));
    expect(JSON.stringify(seen.body)).not.toMatch(/called back|nobody there/);
    expect((await operator.call('GET', path('SUB-01JD0000000000000000000000', '/comments'))).status).toBe(404);
  });
});

async function submitAs(client: HubClient): Promise<string> {
  const { body } = await client.call<{ submission_id: string }>('POST', '/intake/submissions', { body: sampleBody });
  return body.submission_id;
}

describe('reference values', () => {
  const code = `TYPE_${crypto.randomUUID().slice(0, 8).toUpperCase()}`;

  it('are read in the language asked for, and not sent again while they are the same', async () => {
    const read = await viewer.call<{ priorities: { label: string }[] }>('GET', '/reference', {
      headers: { 'accept-language': 'de-AT, en;q=0.5' },
    });
    expect(read.body.priorities.map(({ label }) => label)).toContain('Dringend');
    expect(read.headers.get('vary')).toMatch(/Accept-Language/);

    const again = await viewer.call('GET', '/reference', {
      headers: { 'accept-language': 'de', 'if-none-match': read.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const english = await viewer.call<{ data: { label: string }[] }>('GET', '/reference/priorities?lang=en');
    expect(english.body.data.map(({ label }) => label)).toContain('Urgent');
  });

  it('are added, named by submissions, retired and then refused with the valid ones named', async () => {
    const added = await admin.call('POST', '/reference/request_types', {
      body: { code, labels: { en: 'Something new' }, change_reason: 'a new service' },
    });
    expect(added).toMatchObject({ status: 201, body: { code, version: 1, status: 'active' } });
    const twice = await admin.call('POST', '/reference/request_types', {
      body: { code, labels: { en: 'Again' }, change_reason: 'again' },
    });
    expect(twice).toMatchObject({ status: 409, body: { code: 'REFERENCE.DUPLICATE' } });

    const submitting = () =>
      operator.call<{ submission_id: string; errors?: { pointer: string; detail: string }[] }>(
        'POST',
        '/intake/submissions',
        {
          body: { ...sampleBody, request_type: code },
        },
      );
    const accepted = await eventually(submitting, ({ status }) => status === 201, {
      what: 'a submission of the new type',
    });

    const retired = await admin.call('PATCH', `/reference/request_types/${code}`, {
      body: { valid_to: new Date().toISOString(), change_reason: 'not offered any more' },
      headers: { 'if-match': added.headers.get('etag') ?? '' },
    });
    expect(retired).toMatchObject({ status: 200, body: { status: 'retired', version: 2 } });
    const refused = await eventually(submitting, ({ status }) => status === 422, {
      what: 'a refusal of the retired type',
    });
    expect(refused.body.errors).toEqual([
      { pointer: '#/request_type', detail: expect.stringMatching(/^is retired .* GENERAL_INQUIRY/) },
    ]);

    expect((await operator.call('GET', path(accepted.body.submission_id))).body).toMatchObject({ request_type: code });
    const all = await viewer.call<{ data: { code: string }[] }>('GET', '/reference/request_types?include=all');
    expect(all.body.data.map((value) => value.code)).toContain(code);
    const active = await viewer.call<{ data: { code: string }[] }>('GET', '/reference/request_types');
    expect(active.body.data.map((value) => value.code)).not.toContain(code);
    expect((await admin.call('GET', `/reference/request_types/${code}/history`)).body).toMatchObject({
      data: [
        { version: 1, change_reason: 'a new service' },
        { version: 2, changes: [{ field: 'valid_to', from: null }] },
      ],
    });
  });

  it('are changed by administrators only, and on the version that they have seen', async () => {
    const body = { sort_order: 15, change_reason: 'order' };
    const byOperator = await operator.call('PATCH', '/reference/priorities/low', { body });
    const stale = await admin.call('PATCH', '/reference/priorities/low', { body, headers: { 'if-match': '"99"' } });

    expect(byOperator).toMatchObject({ status: 403, body: { code: 'AUTH.PERMISSION' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'REFERENCE.CHANGED_MEANWHILE' } });
  });
});

describe('an erasure', () => {
  it('leaves nothing of the requester in submission, comments and read model, and the case as it was', async () => {
    const email = uniqueAddress();
    const id = await submit({ ...sampleBody, requester_email: email, request_description: `write to ${email}` });
    await operator.call('POST', path(id, '/comments'), { body: { text: `wrote to ${email}` } });
    await pickedUp(id);
    const before = await operator.call('GET', `/operational/cases/${id.replace('SUB-', 'CASE-')}`);

    const erasing = () =>
      admin.call<{ status: string; erasure_id: string; submissions_erased: number }>('POST', '/intake/erasures', {
        body: { requester_email: email.toUpperCase(), reason: 'asked for by letter' },
      });
    const done = await eventually(erasing, ({ status }) => status === 200, { what: 'a completed erasure' });

    expect(done.body).toMatchObject({ status: 'completed', submissions_erased: 1 });
    expect((await admin.call('GET', `/intake/erasures/${done.body.erasure_id}`)).body).toEqual(done.body);
    expect((await admin.call('GET', '/intake/erasures')).body).toMatchObject({ data: [done.body] });
    expect((await operator.call('GET', path(id))).body).toMatchObject({
      requester_email: '[erased]',
      requester_name: '[erased]',
      request_description: '[erased]',
      erased_at: expect.any(String),
    });
    expect((await operator.call('GET', path(id, '/comments'))).body).toMatchObject({ data: [{ text: '[erased]' }] });
    await eventually(
      async () => JSON.stringify((await operator.call('GET', `/dashboard/records/${id}`)).body),
      (row) => !row.includes(email),
      { what: 'a read model row without the address' },
    );
    const after = await operator.call('GET', `/operational/cases/${id.replace('SUB-', 'CASE-')}`);
    expect(after.body).toEqual(before.body);
    const late = await operator.call('POST', path(id, '/comments'), { body: { text: 'one more' } });
    expect(late).toMatchObject({ status: 409, body: { code: 'SUBMISSION.ERASED' } });
  });

  it('ends answers that are kept for Idempotency-Key, too', async () => {
    const email = uniqueAddress();
    const document = { file_name: `${email}.txt`, content_type: 'text/plain', size_bytes: 2, sha256: 'a'.repeat(64) };
    const keyed = (method: string, at: string, body: object) =>
      operator.call<Record<string, unknown>>(method, at, {
        body,
        headers: { 'idempotency-key': `${method}-${at}-${email}` },
      });
    const submission = { ...sampleBody, requester_email: email, document };
    const accepted = await keyed('POST', '/intake/submissions', submission);
    const id = String(accepted.body['submission_id']);
    await pickedUp(id);
    const calls = [
      ['POST', '/intake/submissions', submission],
      ['POST', path(id, '/comments'), { text: `wrote to ${email}` }],
      ['POST', path(id, '/documents'), document],
      ['POST', `/operational/cases/${id.replace('SUB-', 'CASE-')}/comments`, { text: `${email} called` }],
    ] as const;
    for (const [method, at, body] of calls) {
      const made = await keyed(method, at, body);
      expect(made.status).toBe(201);
      expect(made.headers.get('location'), at).not.toBeNull();
    }
    const stored = await keyed(...calls[1]);
    expect(stored.headers.get('idempotency-replayed')).toBe('true');
    const { data } = (await operator.call<{ data: { document_id: string }[] }>('GET', path(id, '/documents'))).body;
    const deletion = ['DELETE', `/documents/${data[0]?.document_id}`, { reason: `asked for by ${email}` }] as const;
    expect((await keyed(...deletion)).status).toBe(200);

    const erasing = () =>
      admin.call('POST', '/intake/erasures', { body: { requester_email: email, reason: 'asked for by letter' } });
    await eventually(erasing, ({ status }) => status === 200, { what: 'a completed erasure' });

    for (const [method, at, body] of [...calls, deletion]) {
      const again = await keyed(method, at, body);
      expect(again, at).toMatchObject({ status: 409, body: { code: 'SUBMISSION.ERASED' } });
      expect(JSON.stringify(again.body)).not.toContain(email);
    }
  });

  it('is for administrators', async () => {
    const body = { requester_email: uniqueAddress(), reason: 'x' };

    expect((await approver.call('POST', '/intake/erasures', { body })).status).toBe(403);
    expect((await approver.call('GET', '/intake/erasures')).status).toBe(403);
  });
});
