// Hostile bodies against every route that takes one: each is refused with a problem document, and nothing is written.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../shared/runtime/http/route.ts';
import { type EmbeddedHub, startEmbeddedHub } from '../support/embedded-hub.ts';
import { rawRequest } from '../support/host/raw-request.ts';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { everyRoute, existingPathValues, type PathValues, pathOf } from '../support/route-calls.ts';

const json = 'application/json';
const manyMembers = `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":0`).join(',')}}`;

/** What is sent, and with which statuses it may be refused. */
const corpus: readonly {
  readonly name: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly status: readonly number[];
}[] = [
  { name: 'nothing', body: '', status: [422] },
  { name: 'white space', body: ' \n\t ', status: [400] },
  { name: 'half an object', body: '{"a":', status: [400] },
  { name: 'null', body: 'null', status: [422] },
  { name: 'a list', body: '[]', status: [422] },
  { name: 'a number', body: '17', status: [422] },
  { name: 'text', body: '"submission"', status: [422] },
  { name: 'an unknown field', body: '{"no_such_field":1}', status: [422] },
  { name: '__proto__', body: '{"__proto__":{"role":"admin"}}', status: [400] },
  { name: 'constructor.prototype', body: '{"constructor":{"prototype":{"role":"admin"}}}', status: [422] },
  { name: 'the same name twice', body: '{"reason":"a","reason":"b"}', status: [400] },
  { name: '10,000 levels of lists', body: '['.repeat(10_000) + ']'.repeat(10_000), status: [400] },
  { name: '10,000 levels of objects', body: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, status: [400] },
  { name: 'a million members', body: manyMembers, status: [400, 413] },
  { name: 'a number beyond every float', body: `{"size_bytes":1e400}`, status: [400] },
  { name: 'a number of 100,000 digits', body: `{"size_bytes":${'9'.repeat(100_000)}}`, status: [400] },
  { name: 'NaN', body: '{"size_bytes":NaN}', status: [400] },
  {
    name: 'bytes that are not UTF-8',
    body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    status: [400],
  },
  { name: 'an overlong encoding', body: Buffer.from([0x22, 0xc0, 0xaf, 0x22]), status: [400] },
  { name: 'a lone surrogate in a name', body: '{"\\ud800":1}', status: [400] },
  { name: 'a byte order mark', body: '\uFEFF{"a":1}', status: [422] },
  { name: 'a body over the limit', body: Buffer.alloc(11 * 1024 * 1024, 0x20), status: [413] },
  { name: 'XML', body: '<a/>', type: 'application/xml', status: [415] },
  { name: 'a form', body: 'a=b', type: 'application/x-www-form-urlencoded', status: [415] },
  { name: 'plain text that is JSON', body: '{}', type: 'text/plain', status: [415] },
];

let hub: EmbeddedHub;
let admin: HubClient;
let token: string;
let values: PathValues;
let before: string;

beforeAll(async () => {
  hub = await startEmbeddedHub();
  admin = await hubClient(hub.host.apiUrl, 'admin');
  const answer = await admin.call('POST', '/dev/token', { body: { role: 'admin' } });
  token = String(answer.body['access_token']);
  const [submissionId = ''] = await hub.submit(1);
  expect(await hub.wrongs()).toEqual([]);
  values = existingPathValues(submissionId);
  // The projector follows a moment later: what is compared is a table at rest.
  const seen: string[] = [];
  const read = async () => {
    seen.push(await digest());
    return seen.slice(-2);
  };
  const [atRest = ''] = await eventually(read, ([first, second]) => first === second, {
    everyMs: 2000,
    what: 'a table at rest',
  });
  before = atRest;
});

afterAll(() => hub.end());

const routes = everyRoute.filter(({ body }) => body !== undefined);

describe.each(routes.map((route) => ({ name: `${route.method} ${route.path}`, route })))('$name', ({ route }) => {
  it.each(corpus)('refuses $name', async ({ body, type = json, status }) => {
    const answer = await send(route, body, { 'content-type': type });

    expect(status, answer.body).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(answer.body) as Record<string, unknown>;
    expect(problem).toMatchObject({ status: answer.status, code: expect.any(String), retryable: false });
    // A refusal never repeats what was sent at length.
    expect(answer.body.length).toBeLessThan(8 * 1024);
  });
});

describe('header values', () => {
  it.each(['a\r\nx-evil: 1', 'a\nb', 'a\0b'])('with control characters (%j) do not get through', async (value) => {
    const answer = await send(routes[0] as Route<never>, '{}', {
      'content-type': json,
      'idempotency-key': value,
    }).catch(() => 'refused before it was sent' as const);

    if (answer !== 'refused before it was sent') expect(answer.status).toBe(400);
  });
});

describe('after all of that', () => {
  it('the table holds what it held before, and the hub works', async () => {
    expect(await digest()).toBe(before);

    await hub.submit(1);
    expect(await hub.wrongs()).toEqual([]);
  });
});

function send(route: Route<never>, body: string | Buffer, headers: Record<string, string>) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return rawRequest(hub.host.apiUrl, pathOf(route, values), {
    method: route.method,
    // Said, because Node sends the body of a DELETE without framing it otherwise.
    headers: { authorization: `Bearer ${token}`, 'content-length': String(bytes.length), ...headers },
    body: bytes,
  });
}

/** Of all items, whatever their order and that of their attributes. */
async function digest(): Promise<string> {
  const items = await hub.items();
  const lines = items.map((item) => canonicalize(item) ?? '').sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
