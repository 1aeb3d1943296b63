// `Idempotency-Key`: one effect, one answer, whatever is repeated, changed or broken in between.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { http } from '../../../../../shared/runtime/http/http.ts';
import { answersIn } from '../../../../../shared/runtime/http/idempotency.ts';
import { fingerprintOf, parseIdempotencyKey } from '../../../../../shared/runtime/http/idempotency-key.ts';
import { type ApiReply, type ApiRequest, type Route, route } from '../../../../../shared/runtime/http/route.ts';
import { apiEvent, lambdaContext, MemoryPersistence, testHttpTools } from '../../../../support/http.ts';

interface Deps {
  readonly handle: (request: ApiRequest) => Promise<ApiReply>;
}
const define = route<Deps>();
const thing = { summary: 'Make', permission: 'submission:create', responses: {} } as const;
const body = z.strictObject({ a: z.optional(z.number()), b: z.optional(z.string()) });
const routes: readonly Route<Deps>[] = [
  define({
    ...thing,
    method: 'POST',
    path: '/things',
    operationId: 'makeThing',
    body,
    handle: (r, deps) => deps.handle(r),
  }),
  define({
    ...thing,
    method: 'POST',
    path: '/others',
    operationId: 'makeOther',
    body,
    handle: (r, deps) => deps.handle(r),
  }),
  define({
    ...thing,
    method: 'POST',
    path: '/repeatable',
    operationId: 'lookAgain',
    repeatable: true,
    body,
    handle: (r, deps) => deps.handle(r),
  }),
  define({
    ...thing,
    method: 'POST',
    path: '/withdrawn',
    operationId: 'makeWithdrawn',
    body,
    checkStoredAnswer: async (_, kept) => {
      throw new HubError({ kind: 'conflict', code: 'THING.GONE', message: `thing ${String(kept['number'])} is gone` });
    },
    handle: (r, deps) => deps.handle(r),
  }),
  define({ ...thing, method: 'GET', path: '/things', operationId: 'readThing', handle: (r, deps) => deps.handle(r) }),
];

function setUp(handle?: Deps['handle']) {
  const persistence = new MemoryPersistence();
  const tools = testHttpTools({ answerByKey: answersIn(persistence) });
  const requests: ApiRequest[] = [];
  const made = async (): Promise<ApiReply> => ({
    status: 201,
    body: { number: requests.length },
    etag: String(requests.length),
    headers: { Location: `/things/${requests.length}` },
  });
  const deps: Deps = {
    handle: (request) => {
      requests.push(request);
      return (handle ?? made)(request);
    },
  };
  const handler = http(routes, deps, tools);
  const call = async (
    options: { key?: string; body?: unknown; resource?: string; as?: 'operator' | 'admin'; method?: string } = {},
  ) => {
    const { key = 'key-1', as = 'operator', ...parts } = options;
    const headers = { authorization: `Bearer ${tools.issuer.tokenFor(as)}`, 'Idempotency-Key': key };
    const event = apiEvent({ method: 'POST', body: { a: 1 }, ...parts, headers });
    const result = await handler(event, lambdaContext());
    return { ...result, headers: result.headers ?? {}, json: JSON.parse(result.body) };
  };
  return { persistence, tools, requests, call };
}

describe('Idempotency-Key', () => {
  it('gives the first answer again: status, headers and body', async () => {
    const { call, requests, tools } = setUp();

    const first = await call();
    const again = await call();

    expect(requests).toHaveLength(1);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(again).toMatchObject({ statusCode: 201, body: first.body });
    expect(again.headers).toMatchObject({ etag: '"1"', location: 'things/1', 'idempotency-replayed': 'true' });
    expect(again.headers['traceparent']).not.toBe(first.headers['traceparent']);
    expect(tools.lines.map((line) => line.fields['idempotency_replayed'])).toEqual([false, true]);
  });

  it('keeps no answer of a route that may be repeated', async () => {
    const { call, requests } = setUp();

    await call({ resource: '/repeatable' });
    const again = await call({ resource: '/repeatable' });

    expect(requests).toHaveLength(2);
    expect(again.headers).not.toHaveProperty('idempotency-replayed');
  });

  it('asks the route before it gives a kept answer again', async () => {
    const { call, requests } = setUp();

    expect((await call({ resource: '/withdrawn' })).statusCode).toBe(201);
    const again = await call({ resource: '/withdrawn' });

    expect(again).toMatchObject({ statusCode: 409, json: { code: 'THING.GONE', detail: 'thing 1 is gone' } });
    expect(requests).toHaveLength(1);
  });

  it('tells the use case the hash of caller, method, path and key', async () => {
    const { call, requests } = setUp();

    await call();
    await call({ key: 'key-2' });
    await call({ as: 'admin' });
    await call({ resource: '/others' });
    await call({ key: '"key-1"' });

    const hashes = requests.map((request) => request.idempotencyKeyHash);
    expect(new Set(hashes).size).toBe(4);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash ?? ''))).toBe(true);
  });

  it('takes the same fields in another order and other white space for the same request', async () => {
    const { call, requests } = setUp();

    await call({ body: '{"a":1,"b":"x"}' });
    const again = await call({ body: ' { "b" : "\\u0078", "a" : 1.0 } ' });

    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(requests).toHaveLength(1);
  });

  it('answers 422 when the key comes with another payload', async () => {
    const { call, requests } = setUp();
    await call();

    const other = await call({ body: { a: 2 } });

    expect(other).toMatchObject({ statusCode: 422, json: { code: 'IDEMPOTENCY.KEY_REUSED' } });
    expect(requests).toHaveLength(1);
  });

  it('answers 409 with Retry-After while the first is running, 422 if the payload differs, and then the answer', async () => {
    let finish: (reply: ApiReply) => void = () => undefined;
    let begun: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    const { call } = setUp(
      () =>
        new Promise((resolve) => {
          finish = resolve;
          begun();
        }),
    );
    const first = call();
    await running;

    const second = await call();
    const different = await call({ body: { a: 9 } });
    finish({ status: 201, body: { done: true } });

    expect(second).toMatchObject({
      statusCode: 409,
      json: { code: 'IDEMPOTENCY.IN_PROGRESS', retryable: true },
      headers: { 'retry-after': '1' },
    });
    expect(different.statusCode).toBe(422);
    expect((await first).statusCode).toBe(201);
    expect(await call()).toMatchObject({ statusCode: 201, json: { done: true } });
  });

  it('does the work once for twenty requests at the same time', async () => {
    const { call, requests } = setUp();

    const answers = await Promise.all(Array.from({ length: 20 }, () => call()));

    expect(requests).toHaveLength(1);
    expect(answers.filter((answer) => answer.statusCode === 201 || answer.statusCode === 409)).toHaveLength(20);
  });

  it.each([
    ['a refusal', new HubError({ kind: 'conflict', code: 'A.B', message: 'no' }), 409],
    ['a failure that passes', new HubError({ kind: 'transient', code: 'A.C', message: 'later' }), 503],
    ['a defect', new Error('boom'), 500],
  ])('keeps nothing of %s, so that the next try does the work', async (_, error, status) => {
    let failing = true;
    const { call, persistence } = setUp(async () => {
      if (failing) throw error;
      return { status: 201, body: {} };
    });

    expect((await call()).statusCode).toBe(status);
    expect(persistence.records.size).toBe(0);
    failing = false;
    expect((await call()).statusCode).toBe(201);
  });

  it('takes no key for a request that is refused before its work', async () => {
    const { call, persistence } = setUp();

    expect((await call({ body: { unknown: 1 } })).statusCode).toBe(422);
    expect(persistence.records.size).toBe(0);
    expect((await call()).statusCode).toBe(201);
  });

  it('says what was done even when the answer cannot be kept', async () => {
    const { call, persistence, tools } = setUp();
    persistence.failing = { update: Object.assign(new Error('slow'), { name: 'ThrottlingException' }) };

    const answer = await call();

    expect(answer.statusCode).toBe(201);
    expect(tools.lines[0]).toMatchObject({ level: 'warn', fields: { idempotency_kept: false } });
  });

  it('reports the refusal itself when the key cannot be let go', async () => {
    const { call, persistence } = setUp(() =>
      Promise.reject(new HubError({ kind: 'conflict', code: 'A.B', message: 'no' })),
    );
    persistence.failing = { delete: new Error('down') };

    expect((await call()).json.code).toBe('A.B');
  });

  it('is unavailable when the key cannot be taken, and does nothing', async () => {
    const { call, persistence, requests } = setUp();
    persistence.failing = { put: Object.assign(new Error('slow'), { name: 'ThrottlingException' }) };

    expect(await call()).toMatchObject({ statusCode: 503, json: { code: 'HUB.THROTTLED' } });
    expect(requests).toEqual([]);
  });

  it('ignores the header of a read', async () => {
    const { call, persistence } = setUp(async () => ({ status: 200, body: {} }));

    expect((await call({ method: 'GET', body: undefined, key: '' })).statusCode).toBe(200);
    expect(persistence.records.size).toBe(0);
  });

  it('answers 422 to a key that is none', async () => {
    expect(await setUp().call({ key: 'two, keys' })).toMatchObject({
      statusCode: 422,
      json: {
        errors: [{ pointer: 'header:Idempotency-Key', detail: 'must be one key of 1 to 255 visible ASCII characters' }],
      },
    });
  });
});

describe('parseIdempotencyKey', () => {
  it.each([
    [undefined, undefined],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['"8e03978e-40d5"', '8e03978e-40d5'],
    ['  "with space inside" ', 'with space inside'],
    ['"a \\"quoted\\" \\\\ one"', 'a "quoted" \\ one'],
    ['k'.repeat(255), 'k'.repeat(255)],
  ])('reads %s', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each([
    '',
    ' ',
    '""',
    '"open',
    'half"quoted',
    '"a"; b=1',
    '"a", "b"',
    'a b',
    'a,b',
    'ä',
    '"ä"',
    '"\\x"',
    'k'.repeat(256),
  ])('refuses %j', (header) => {
    expect(() => parseIdempotencyKey(header)).toThrow(HubError);
  });
});

describe('fingerprintOf', () => {
  it('follows RFC 8785: order and notation do not count, values do', () => {
    expect(fingerprintOf({ b: 1, a: [1, 2] })).toBe(fingerprintOf({ a: [1.0, 2], b: 1 }));
    expect(fingerprintOf({ a: [2, 1] })).not.toBe(fingerprintOf({ a: [1, 2] }));
    expect(fingerprintOf([undefined, undefined])).toBe(fingerprintOf([null, null]));
  });
});
