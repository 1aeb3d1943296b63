// The API client: problems as values, conditional reads, and which calls are repeated.
import { describe, expect, it } from 'vitest';
import { createClient, queryString } from '../../../../../web/src/api/client.ts';
import { createKeyring, randomUuid } from '../../../../../web/src/api/idempotency-key.ts';
import { isTransient, problemFrom } from '../../../../../web/src/api/problem.ts';

type Answer = () => Response;

function setUp(answers: Answer[], token: string | null = 'token') {
  const calls: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  let unauthenticated = 0;
  const client = createClient({
    baseUrl: 'https://hub.test/dev',
    token: () => token,
    onUnauthenticated: () => {
      unauthenticated += 1;
    },
    fetch: (async (url: string, init: RequestInit) => {
      calls.push({ url, init });
      const answer = answers.shift();
      if (answer === undefined) throw new TypeError('connection refused');
      return answer();
    }) as typeof fetch,
    wait: async (delayMs) => {
      waits.push(delayMs);
    },
  });
  const header = (index: number, name: string) => new Headers(calls[index]?.init.headers).get(name);
  return { client, calls, waits, header, unauthenticated: () => unauthenticated };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });
const problem = { title: 'Conflict', status: 409, detail: 'no', code: 'CASE.ILLEGAL_TRANSITION', trace_id: 'abc' };

describe('get', () => {
  it('sends the token and the query', async () => {
    const { client, calls, header } = setUp([() => json({})]);

    await client.get('/dashboard/records', { limit: 25, cursor: undefined });

    expect(calls[0]?.url).toBe('https://hub.test/dev/dashboard/records?limit=25');
    expect(header(0, 'authorization')).toBe('Bearer token');
  });

  it('answers an unchanged read with the very same value', async () => {
    const { client, header } = setUp([
      () => json({ a: 1 }, 200, { etag: '"1"' }),
      () => new Response(null, { status: 304 }),
    ]);

    const first = await client.get('/x');
    const second = await client.get('/x');

    expect(header(1, 'if-none-match')).toBe('"1"');
    expect(first.ok && second.ok && first.value === second.value).toBe(true);
  });

  it('that is aborted or cut off in the middle of its answer is no success, and is not remembered as one', async () => {
    const cutOff = (error: Error) => () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"a":'));
          controller.error(error);
        },
      });
      return new Response(body, { headers: { etag: '"1"' } });
    };
    const aborted = AbortSignal.abort();
    const { client, calls, header } = setUp([
      cutOff(new DOMException('aborted', 'AbortError')),
      cutOff(new TypeError('terminated')),
      () => json({ a: 1 }, 200, { etag: '"1"' }),
    ]);

    const first = await client.get('/x', {}, aborted);
    const second = await client.get('/x');

    expect(first).toMatchObject({ ok: false, problem: { code: 'CLIENT.ABORTED' } });
    expect(second).toMatchObject({ ok: true, value: { a: 1 } });
    expect(calls).toHaveLength(3);
    expect(header(2, 'if-none-match')).toBeNull();
  });

  it('says so when something else answered in the place of the hub', async () => {
    const { client, calls } = setUp([() => new Response('<html>Sign in to the guest network</html>')]);

    expect(await client.get('/x')).toMatchObject({ ok: false, problem: { status: 200, code: 'CLIENT.UNREADABLE' } });
    expect(calls).toHaveLength(1);
  });

  it('never takes the answer to a change for what a read of the same address gives', async () => {
    const { client, header } = setUp([
      () => json({ version: 1, history: [] }, 200, { etag: '"1"' }),
      () => json({ version: 2 }, 200, { etag: '"2"' }),
      () => json({ version: 2, history: ['x'] }, 200, { etag: '"2"' }),
    ]);
    await client.get('/cases/1');
    await client.send('PATCH', '/cases/1', { body: {} });

    const after = await client.get('/cases/1');

    expect(header(2, 'if-none-match')).toBe('"1"');
    expect(after).toMatchObject({ ok: true, value: { history: ['x'] } });
  });

  it('reads anew for another person', async () => {
    const { client, header } = setUp([() => json({ a: 1 }, 200, { etag: '"1"' }), () => json({ a: 2 })]);

    await client.get('/x');
    client.forget();
    await client.get('/x');

    expect(header(1, 'if-none-match')).toBeNull();
  });

  it('repeats after a transient answer and obeys Retry-After', async () => {
    const { client, waits } = setUp([
      () => json({}, 503, { 'retry-after': '2' }),
      () => json({}, 502),
      () => json({ fine: true }),
    ]);

    expect(await client.get('/x')).toMatchObject({ ok: true, value: { fine: true } });
    expect(waits).toEqual([2000, 900]);
  });

  it('gives up after three tries and says that there is no connection', async () => {
    const { client, calls } = setUp([]);

    const result = await client.get('/x');

    expect(result).toMatchObject({ ok: false, problem: { code: 'CLIENT.NO_CONNECTION', status: 0 } });
    expect(calls).toHaveLength(3);
  });

  it('does not repeat what was refused', async () => {
    const { client, calls } = setUp([() => json(problem, 409)]);

    await client.get('/x');

    expect(calls).toHaveLength(1);
  });

  it('says that the session ended on 401', async () => {
    const { client, unauthenticated } = setUp([() => json({}, 401)]);

    await client.get('/x');

    expect(unauthenticated()).toBe(1);
  });

  it('does not say so without a token', async () => {
    const { client, unauthenticated } = setUp([() => json({}, 401)], null);

    await client.get('/x');

    expect(unauthenticated()).toBe(0);
  });
});

describe('send', () => {
  it('is never repeated by itself', async () => {
    const { client, calls } = setUp([() => json({}, 503), () => json({})]);

    const result = await client.send('POST', '/x', { body: { a: 1 } });

    expect(result.ok).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it('hands over the problem whole', async () => {
    const { client } = setUp([() => json({ ...problem, allowed: ['rejected'] }, 409)]);

    const result = await client.send('PATCH', '/x', { body: {}, headers: { 'if-match': '"1"' } });

    expect(result).toMatchObject({ ok: false, problem: { status: 409, traceId: 'abc', allowed: ['rejected'] } });
  });
});

describe('problemFrom', () => {
  it('makes a complete problem of a body that is none', () => {
    expect(problemFrom(502, '<html>')).toMatchObject({ code: 'HTTP.502', title: 'The hub failed', errors: [] });
  });

  it('drops field errors of another shape', () => {
    const { errors } = problemFrom(422, { errors: [{ pointer: '#/a', detail: 'b' }, { pointer: 1 }, null] });

    expect(errors).toEqual([{ pointer: '#/a', detail: 'b' }]);
  });

  it.each([
    [400, false],
    [409, false],
    [422, false],
    [429, true],
    [503, true],
  ])('takes %i for transient: %s', (status, transient) => {
    expect(isTransient(problemFrom(status, {}))).toBe(transient);
  });
});

describe('createKeyring', () => {
  it('keeps the key for the same payload and changes it for another', () => {
    let count = 0;
    const keyring = createKeyring(() => `key-${++count}`);

    const keys = [keyring.keyFor({ a: 1 }), keyring.keyFor({ a: 1 }), keyring.keyFor({ a: 2 })];
    keyring.done();

    expect([...keys, keyring.keyFor({ a: 2 })]).toEqual(['key-1', 'key-1', 'key-2', 'key-3']);
  });

  it('makes version 4 UUIDs', () => {
    expect(randomUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('text', () => {
  it('reads a page of an export and where it goes on', async () => {
    const { client, calls } = setUp([() => new Response('a,b\r\n', { headers: { 'x-next-cursor': 'c2' } })]);

    expect(await client.text('/export', { status: 'open' })).toMatchObject({
      ok: true,
      value: { text: 'a,b\r\n', next: 'c2' },
    });
    expect(calls[0]?.url).toBe('https://hub.test/dev/export?status=open');
  });

  it('hands on the problem of a refused export', async () => {
    const { client } = setUp([() => json(problem, 403)]);

    expect(await client.text('/export')).toMatchObject({ ok: false, problem: { status: 403, code: problem.code } });
  });
});

describe('queryString', () => {
  it('is empty without values', () => expect(queryString({ cursor: undefined })).toBe(''));
  it('escapes', () => expect(queryString({ a: 'x&y' })).toBe('?a=x%26y'));
});
