// The HTTP wrapper: what every route gets without asking, seen from the wire.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { HubError } from '../../../../../shared/errors/hub-error.ts';
import { http } from '../../../../../shared/runtime/http/http.ts';
import { type ApiReply, type ApiRequest, type Route, route } from '../../../../../shared/runtime/http/route.ts';
import { apiEvent, type EventParts, lambdaContext, testHttpTools } from '../../../../support/http.ts';

interface Deps {
  readonly handle: (request: ApiRequest) => Promise<ApiReply>;
}
const define = route<Deps>();
const responses = { 200: { description: 'done' } };
const routes: readonly Route<Deps>[] = [
  define({
    method: 'GET',
    path: '/things',
    operationId: 'listThings',
    summary: 'List',
    permission: 'case:read',
    query: z.strictObject({
      limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 25),
      tag: z.optional(z.array(z.string())),
    }),
    responses,
    handle: (request, deps) => deps.handle(request),
  }),
  define({
    method: 'PATCH',
    path: '/things/{id}',
    operationId: 'changeThing',
    summary: 'Change',
    permission: 'case:change-status',
    params: z.object({ id: z.string().check(z.regex(/^T-\d+$/, { error: 'must be a thing id such as T-1' })) }),
    body: z.strictObject({ status: z.enum(['open', 'closed']), note: z.optional(z.string().check(z.maxLength(5))) }),
    responses,
    handle: (request, deps) => deps.handle(request),
  }),
  define({
    method: 'POST',
    path: '/jobs/run',
    operationId: 'runJob',
    summary: 'Run',
    permission: 'demo:reset',
    responses,
    handle: (request, deps) => deps.handle(request),
  }),
  define({
    method: 'GET',
    path: '/open',
    operationId: 'getOpen',
    summary: 'Open',
    permission: 'public',
    responses,
    handle: (request, deps) => deps.handle(request),
  }),
];

function setUp(
  handle: Deps['handle'] = async () => ({ status: 200, body: { ok: true } }),
  overrides: Parameters<typeof testHttpTools>[0] = {},
) {
  const tools = testHttpTools(overrides);
  const requests: ApiRequest[] = [];
  const deps: Deps = {
    handle: (request) => {
      requests.push(request);
      return handle(request);
    },
  };
  const handler = http(routes, deps, tools);
  const call = async (parts: EventParts & { as?: 'viewer' | 'operator' | 'admin' | null; remainingMs?: number }) => {
    const { as = 'operator', remainingMs, headers = {}, ...rest } = parts;
    const authorization = as === null ? {} : { Authorization: `Bearer ${tools.issuer.tokenFor(as)}` };
    const result = await handler(
      apiEvent({ ...rest, headers: { ...authorization, ...headers } }),
      lambdaContext(remainingMs),
    );
    return { ...result, headers: result.headers ?? {}, json: result.body === '' ? undefined : JSON.parse(result.body) };
  };
  return { tools, requests, call };
}

const change = { method: 'PATCH', resource: '/things/{id}', params: { id: 'T-1' } } as const;
const good = { status: 'closed' };

describe('http', () => {
  it('hands over parsed input and answers with its reply', async () => {
    const { call, requests, tools } = setUp();

    const answer = await call({ ...change, body: good, headers: { 'if-match': '"7"' } });

    expect(answer.statusCode).toBe(200);
    expect(answer.json).toEqual({ ok: true });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-request-id': 'request-1' });
    expect(requests[0]).toMatchObject({
      params: { id: 'T-1' },
      body: good,
      ifMatch: '7',
      caller: { subject: 'person-operator', role: 'operator' },
      traceparent: answer.headers['traceparent'],
    });
    expect(tools.lines).toHaveLength(1);
    expect(tools.metrics).toEqual([
      { dimensions: { outcome: 'done' }, values: { RequestDuration: [expect.any(Number), 'ms'] } },
    ]);
  });

  it('goes on with a trace, and starts one when the header is not valid', async () => {
    const { call } = setUp();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

    const continued = await call({ headers: { TraceParent: `00-${traceId}-00f067aa0ba902b7-01` } });
    const started = await call({ headers: { traceparent: 'garbage' } });

    expect(continued.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    expect(started.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('tells no browser to keep or to embed an answer', async () => {
    const answer = await setUp().call({});

    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  it('lets a use case set headers, content type and an empty answer', async () => {
    const page = {
      status: 200,
      body: '<p>',
      contentType: 'text/html',
      headers: { 'Cache-Control': 'public' },
    } as const;
    const handler = http(routes, { handle: async () => page }, testHttpTools());
    const empty = setUp(async () => ({ status: 204 }));

    const answer = await handler(apiEvent({ resource: '/open' }), lambdaContext());
    const nothing = await empty.call({ method: 'POST', resource: '/jobs/run', as: 'admin' });

    expect(answer).toMatchObject({ body: '<p>', headers: { 'content-type': 'text/html', 'cache-control': 'public' } });
    expect(nothing).toMatchObject({ statusCode: 204, body: '' });
  });
});

describe('http, who is calling', () => {
  it.each([
    ['no token', undefined, 'AUTH.TOKEN_MISSING', 'Bearer realm="integration-hub"'],
    ['basic credentials', 'Basic dXNlcjpwYXNz', 'AUTH.TOKEN_MISSING', 'Bearer realm="integration-hub"'],
    [
      'a token that is none',
      'Bearer abc',
      'AUTH.TOKEN_INVALID',
      'Bearer realm="integration-hub", error="invalid_token"',
    ],
  ])('answers 401 to %s', async (_, authorization, code, challenge) => {
    const { call, requests } = setUp();

    const answer = await call({ as: null, headers: authorization === undefined ? {} : { authorization } });

    expect(answer.statusCode).toBe(401);
    expect(answer.json).toMatchObject({
      code,
      status: 401,
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      retryable: false,
    });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'www-authenticate': challenge });
    expect(requests).toEqual([]);
  });

  it('answers 403 to a role without the permission, before it looks at the input', async () => {
    const answer = await setUp().call({ ...change, as: 'viewer', body: 'not even json' });

    expect(answer.statusCode).toBe(403);
    expect(answer.json).toMatchObject({ code: 'AUTH.PERMISSION', permission: 'case:change-status' });
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('serves a public route to anyone, and tells it who has a valid token', async () => {
    const { call, requests } = setUp();

    await call({ resource: '/open', as: null });
    await call({ resource: '/open', as: null, headers: { authorization: 'Bearer old.token.x' } });
    await call({ resource: '/open', as: 'admin' });

    expect(requests.map((request) => request.caller?.role)).toEqual([undefined, undefined, 'admin']);
  });

  it('is unavailable, not closed, while the issuer cannot be asked', async () => {
    const down = new HubError({ kind: 'transient', code: 'AUTH.KEYS_UNAVAILABLE', message: 'down' });
    const { call } = setUp(undefined, { verify: () => Promise.reject(down) });

    expect((await call({})).statusCode).toBe(503);
  });
});

describe('http, input', () => {
  it.each([
    [
      'an unknown field',
      { ...good, foo: 1 },
      [{ pointer: '#/foo', detail: 'is not a known field; allowed: status, note' }],
    ],
    ['a value outside the list', { status: 'shut' }, [{ pointer: '#/status', detail: 'must be one of: open, closed' }]],
    ['a missing field', {}, [{ pointer: '#/status', detail: 'is required; must be one of: open, closed' }]],
    [
      'a text that is too long',
      { ...good, note: '123456' },
      [{ pointer: '#/note', detail: 'must have at most 5 characters' }],
    ],
    ['a number for a text', { ...good, note: 5 }, [{ pointer: '#/note', detail: 'must be a text' }]],
    ['a list for an object', [], [{ pointer: '#', detail: 'must be an object' }]],
    ['null', null, [{ pointer: '#', detail: 'must be an object' }]],
    [
      'odd characters in a name',
      { ...good, 'a/b~c d"é': 1 },
      [{ pointer: '#/a~1b~0c%20d%22%C3%A9', detail: 'is not a known field; allowed: status, note' }],
    ],
  ])('points at %s', async (_, body, errors) => {
    const { call, requests, tools } = setUp();

    const answer = await call({ ...change, body });

    expect(answer.statusCode).toBe(422);
    expect(answer.json).toMatchObject({ code: 'REQUEST.INVALID', errors });
    expect(requests).toEqual([]);
    expect(tools.lines[0]?.fields).toMatchObject({ status: 422, error_code: 'REQUEST.INVALID' });
  });

  it('reports all refused fields at once', async () => {
    const answer = await setUp().call({ ...change, body: { status: 'x', note: 1, bar: 2 } });

    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '#/bar',
      '#/note',
      '#/status',
    ]);
  });

  it.each([
    [
      'a path parameter',
      { ...change, params: { id: 'X' }, body: good },
      { pointer: 'path:id', detail: 'must be a thing id such as T-1' },
    ],
    ['a query parameter', { query: { limit: ['101'] } }, { pointer: 'query:limit', detail: 'must be at most 100' }],
    [
      'a query parameter that is no number',
      { query: { limit: ['many'] } },
      { pointer: 'query:limit', detail: 'must be a number' },
    ],
    [
      'an unknown query parameter',
      { query: { page: ['2'] } },
      { pointer: 'query:page', detail: 'is not a known parameter; allowed: limit, tag' },
    ],
    [
      'a repeated query parameter',
      { query: { limit: ['1', '2'] } },
      { pointer: 'query:limit', detail: 'is given 2 times; once is allowed' },
    ],
    [
      'a parameter where none is known',
      { resource: '/open', query: { a: ['1'] } },
      { pointer: 'query:a', detail: 'is not a known parameter; none is allowed here' },
    ],
    [
      'a body where none is known',
      { method: 'POST', resource: '/jobs/run', as: 'admin' as const, body: { a: 1 } },
      { pointer: '#/a', detail: 'is not a known field; none is allowed here' },
    ],
  ])('points at %s', async (_, parts, error) => {
    const answer = await setUp().call(parts);

    expect(answer.statusCode).toBe(422);
    expect(answer.json.errors).toEqual([error]);
  });

  it('takes a list parameter several times and a default for what is left out', async () => {
    const { call, requests } = setUp();

    await call({ query: { tag: ['a', 'b'] } });
    await call({ method: 'POST', resource: '/jobs/run', as: 'admin', body: {} });

    expect(requests[0]?.query).toEqual({ limit: 25, tag: ['a', 'b'] });
    expect(requests).toHaveLength(2);
  });

  it('reads query parameters that came without their repetitions', async () => {
    const seen: ApiRequest[] = [];
    const tools = testHttpTools();
    const handle: Deps['handle'] = async (request) => {
      seen.push(request);
      return { status: 200 };
    };
    const event = apiEvent({ headers: { authorization: `Bearer ${tools.issuer.tokenFor('viewer')}` } });

    await http(routes, { handle }, tools)({ ...event, queryStringParameters: { limit: '3' } }, lambdaContext());

    expect(seen[0]?.query).toEqual({ limit: 3 });
  });

  it.each([
    ['no content type', { 'Content-Type': '' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['a text', { 'Content-Type': 'text/plain' }],
    ['another encoding', { 'Content-Type': 'application/json; charset=latin1' }],
    ['a JSON patch', { 'Content-Type': 'application/json-patch+json' }],
  ])('answers 415 to %s', async (_, headers) => {
    const answer = await setUp().call({ ...change, body: good, headers });

    expect(answer.statusCode).toBe(415);
    expect(answer.json.code).toBe('REQUEST.UNSUPPORTED_MEDIA_TYPE');
    expect(answer.headers['accept-patch']).toBe('application/json, application/merge-patch+json');
  });

  it('names the media type of a POST, which takes no merge patch', async () => {
    const headers = { 'Content-Type': 'application/merge-patch+json' };

    const answer = await setUp().call({ method: 'POST', resource: '/jobs/run', as: 'admin', body: {}, headers });

    expect(answer).toMatchObject({ statusCode: 415, headers: { 'accept-post': 'application/json' } });
  });

  it.each(['application/json', 'Application/JSON; Charset="UTF-8"', 'application/merge-patch+json; charset=utf-8'])(
    'takes a patch as %s',
    async (type) => {
      expect((await setUp().call({ ...change, body: good, headers: { 'Content-Type': type } })).statusCode).toBe(200);
    },
  );

  it('answers 413 to a body above a mebibyte, plain or base64', async () => {
    const large = `"${'ä'.repeat(600_000)}"`;
    const encoded = Buffer.from(large).toString('base64');

    expect((await setUp().call({ ...change, body: large })).statusCode).toBe(413);
    expect((await setUp().call({ ...change, body: encoded, isBase64Encoded: true })).statusCode).toBe(413);
  });

  it('decodes base64, drops a byte order mark and refuses what is not UTF-8', async () => {
    const encode = (bytes: Buffer) => bytes.toString('base64');
    const withMark = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(good))]);
    const latin = Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]);

    expect((await setUp().call({ ...change, body: encode(withMark), isBase64Encoded: true })).statusCode).toBe(200);
    expect((await setUp().call({ ...change, body: encode(latin), isBase64Encoded: true })).json).toMatchObject({
      status: 400,
      code: 'REQUEST.MALFORMED_JSON',
      detail: 'the body is not valid UTF-8',
    });
  });
});

describe('http, preconditions', () => {
  it('asks for If-Match when the client or the stage wants it', async () => {
    const stage = setUp(undefined, { ifMatchRequired: true });
    const client = setUp();

    expect((await stage.call({ ...change, body: good })).statusCode).toBe(428);
    expect(
      (await client.call({ ...change, body: good, headers: { Prefer: 'respond-async, handling=strict' } })).json.code,
    ).toBe('REQUEST.PRECONDITION_REQUIRED');
    expect((await client.call({ ...change, body: good, headers: { Prefer: 'strict' } })).statusCode).toBe(428);
    expect((await stage.call({ ...change, body: good, headers: { 'If-Match': '*' } })).statusCode).toBe(200);
    expect((await client.call({ ...change, body: good })).statusCode).toBe(200);
  });

  it('answers 412 to weak tags without asking the use case', async () => {
    const { call, requests } = setUp();

    expect((await call({ ...change, body: good, headers: { 'If-Match': 'W/"7"' } })).statusCode).toBe(412);
    expect(requests).toEqual([]);
  });

  it('tries each listed tag until one matches', async () => {
    const { call, requests } = setUp(async ({ ifMatch }) => {
      if (ifMatch === '3') return { status: 200, body: {}, etag: '4' };
      throw new HubError({ kind: 'precondition-failed', code: 'CASE.STALE', message: 'changed' });
    });

    const matched = await call({ ...change, body: good, headers: { 'If-Match': '"1", W/"3", "2", "3"' } });
    const stale = await call({ ...change, body: good, headers: { 'If-Match': '"1", "2"' } });

    expect(matched).toMatchObject({ statusCode: 200, headers: { etag: '"4"' } });
    expect(stale).toMatchObject({ statusCode: 412, json: { code: 'CASE.STALE' } });
    expect(requests.map((request) => request.ifMatch)).toEqual(['1', '2', '3', '1', '2']);
  });

  it('answers 304 without a body to a reader who is up to date', async () => {
    const { call } = setUp(async () => ({ status: 200, body: { a: 1 }, etag: '7' }));

    const same = await call({ headers: { 'If-None-Match': '"6", W/"7"' } });
    const other = await call({ headers: { 'If-None-Match': '"6"' } });

    expect(same).toMatchObject({ statusCode: 304, body: '', headers: { etag: '"7"' } });
    expect(same.headers).not.toHaveProperty('content-type');
    expect(other.statusCode).toBe(200);
  });
});

describe('http, failures', () => {
  it.each([
    ['malformed', 400, false],
    ['validation', 422, false],
    ['unauthenticated', 401, false],
    ['forbidden', 403, false],
    ['not-found', 404, false],
    ['conflict', 409, false],
    ['gone', 410, false],
    ['precondition-failed', 412, false],
    ['too-large', 413, false],
    ['unsupported-media-type', 415, false],
    ['unprocessable', 422, false],
    ['precondition-required', 428, false],
    ['defect', 500, false],
    ['transient', 503, true],
  ] as const)('answers an error of kind %s with %i', async (kind, status, retryable) => {
    const { call } = setUp(() =>
      Promise.reject(
        new HubError({ kind, code: 'CASE.ODD', message: 'odd', details: { allowed: ['a'], status: 1, code: 'X' } }),
      ),
    );

    const answer = await call({});

    expect(answer.statusCode).toBe(status);
    expect(answer.json).toMatchObject({
      type: 'urn:integration-hub:problem:case.odd',
      status,
      code: 'CASE.ODD',
      retryable,
      instance: '/things',
      title: expect.stringMatching(/./),
    });
    expect(answer.json.allowed).toEqual(kind === 'defect' ? undefined : ['a']);
  });

  it('tells nothing of an unexpected error, and logs it', async () => {
    const { call, tools } = setUp(() => Promise.reject(new TypeError('canary internals')));

    const answer = await call({});

    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('canary');
    expect(tools.lines).toEqual([
      {
        level: 'error',
        message: 'request',
        fields: expect.objectContaining({ error_kind: 'defect', error: expect.any(TypeError) }),
      },
    ]);
    expect(tools.metrics[0]?.dimensions).toEqual({ outcome: 'failed' });
  });

  it.each([
    ['throttling', Object.assign(new Error('slow'), { name: 'ProvisionedThroughputExceededException' })],
    ['a failing service', Object.assign(new Error('oops'), { name: 'Whatever', $metadata: { httpStatusCode: 500 } })],
    ['a timeout', Object.assign(new Error('late'), { name: 'TimeoutError' })],
    [
      'a refused connection',
      new Error('send failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }),
    ],
    [
      'contended items',
      Object.assign(new Error('busy'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
      }),
    ],
  ])('answers 503 with Retry-After to %s', async (_, error) => {
    const answer = await setUp(() => Promise.reject(error)).call({});

    expect(answer).toMatchObject({ statusCode: 503, json: { retryable: true }, headers: { 'retry-after': '1' } });
  });

  it('takes a failed condition that nobody expected for a defect', async () => {
    const error = Object.assign(new Error('x'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });

    expect((await setUp(() => Promise.reject(error)).call({})).statusCode).toBe(500);
  });

  it('turns a wish for patience into Retry-After', async () => {
    const error = new HubError({
      kind: 'conflict',
      code: 'A.B',
      message: 'wait',
      details: { retry_after_seconds: 2.2 },
    });

    const answer = await setUp(() => Promise.reject(error)).call({});

    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.json).not.toHaveProperty('retry_after_seconds');
  });

  it('answers 503 before Lambda would cut it off', async () => {
    const answer = await setUp(() => new Promise<never>(() => undefined)).call({ remainingMs: 520 });

    expect(answer).toMatchObject({ statusCode: 503, json: { code: 'HUB.OUT_OF_TIME', retryable: true } });
  });

  it.each([
    ['another path', { resource: '/nothing' }],
    ['another method', { method: 'DELETE' }],
  ])('answers 404 to %s', async (_, parts) => {
    expect((await setUp().call(parts)).json).toMatchObject({ status: 404, code: 'REQUEST.NO_ROUTE' });
  });
});

describe('http, browsers', () => {
  const origin = 'https://hub.example.test';

  it('lets any origin read when all are allowed', async () => {
    const answer = await setUp().call({ headers: { Origin: origin } });

    expect(answer.headers['access-control-allow-origin']).toBe('*');
    for (const name of [
      'ETag',
      'Location',
      'traceparent',
      'x-request-id',
      'Idempotency-Replayed',
      'Retry-After',
      'WWW-Authenticate',
    ]) {
      expect(answer.headers['access-control-expose-headers']).toContain(name);
    }
  });

  it.each([
    [origin, origin],
    ['https://hub.example.test.attacker.example', undefined],
    ['null', undefined],
    [undefined, undefined],
  ])('answers origin %s with %s when only one is allowed', async (sent, allowed) => {
    const { call } = setUp(undefined, { corsOrigins: [origin] });

    for (const as of ['operator', null] as const) {
      const answer = await call({ as, headers: sent === undefined ? {} : { origin: sent } });

      expect(answer.headers['access-control-allow-origin']).toBe(allowed);
      expect(answer.headers['vary']).toBe('Origin');
    }
  });

  it('answers a preflight that the gateway lets through', async () => {
    const answer = await setUp().call({ method: 'OPTIONS', as: null });

    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      allow: 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('If-Match'),
    });
  });

  it('answers HEAD like GET, without the body', async () => {
    const { call } = setUp(async () => ({ status: 200, body: { a: 1 }, etag: '7' }));

    expect(await call({ method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '', headers: { etag: '"7"' } });
  });
});
