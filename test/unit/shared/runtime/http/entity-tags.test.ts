// Entity tags of what is shown differently with time, language, reader or an erasure: one tag never stands for two of them.
import { describe, expect, it } from 'vitest';
import { intakeRoutes } from '../../../../../functions/intake/routes.ts';
import { operationsRoutes } from '../../../../../functions/operations/routes.ts';
import { referenceRoutes } from '../../../../../functions/reference-data/routes.ts';
import { isStale } from '../../../../../shared/core/concurrency/races.ts';
import { builtInCatalogue } from '../../../../../shared/core/reference-data/reference-catalogue.ts';
import { http } from '../../../../../shared/runtime/http/http.ts';
import type { Route } from '../../../../../shared/runtime/http/route.ts';
import { apiEvent, lambdaContext, testHttpTools } from '../../../../support/http.ts';

type Role = 'viewer' | 'operator' | 'admin';
type Headers = Readonly<Record<string, string>>;

/** Calls one path of these routes over deps that have no more than it needs. */
function caller(routes: readonly Route<never>[], resource: string, params: Record<string, string>, deps: object) {
  const tools = testHttpTools();
  const handler = http(routes, deps as never, tools);
  return async (role: Role, headers: Headers = {}, change?: object) => {
    const authorization = `Bearer ${tools.issuer.tokenFor(role)}`;
    const method = change === undefined ? 'GET' : 'PATCH';
    const answer = await handler(
      apiEvent({ method, resource, params, headers: { authorization, ...headers }, body: change }),
      lambdaContext(),
    );
    return { status: answer.statusCode, etag: String(answer.headers?.['etag']), body: answer.body };
  };
}

describe('the tag of a reference value', () => {
  const [first] = builtInCatalogue.priorities;
  const value = { ...first, version: 3, valid_to: '2026-01-02T00:00:00.000Z' };
  let now = new Date('2026-01-01T00:00:00Z');
  const catalogue = { ...builtInCatalogue, priorities: [value, ...builtInCatalogue.priorities.slice(1)] };
  const call = caller(
    referenceRoutes,
    '/reference/{kind}/{code}',
    { kind: 'priorities', code: String(first?.code) },
    {
      now: () => now,
      reference: {
        catalogue: async () => catalogue,
        state: async () => ({ catalogue, changes: 1 }),
        madeWith: async () => undefined,
        write: async () => 'written',
      },
    },
  );
  const read = async (language: string, at: string, headers: Headers = {}) => {
    now = new Date(at);
    return call('admin', { 'accept-language': language, ...headers });
  };

  it('is another one in another language and once the status has moved on', async () => {
    const { etag } = await read('en', '2026-01-01T00:00:00Z');
    const seen = { 'if-none-match': etag };

    expect((await read('en', '2026-01-01T12:00:00Z', seen)).status).toBe(304);
    expect((await read('de', '2026-01-01T12:00:00Z', seen)).status).toBe(200);
    expect((await read('en', '2026-01-03T00:00:00Z', seen)).status).toBe(200);
  });

  it('is good for a change as long as the version is', async () => {
    const { etag } = await read('de', '2026-01-01T00:00:00Z');
    const change = { sort_order: 7, change_reason: 'why' };

    const changed = await call('admin', { 'if-match': etag, 'accept-language': 'de' }, change);
    expect(changed).toMatchObject({ status: 200, etag: '"4.active.de"' });
    expect((await call('admin', { 'if-match': etag.replace('3', '2') }, change)).status).toBe(412);
  });
});

describe('the tag of a case', () => {
  const id = 'CASE-01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const shownAs = (...texts: readonly string[]) =>
    caller(
      operationsRoutes,
      '/operational/cases/{operation_case_id}',
      { operation_case_id: id },
      {
        cases: {
          withHistory: async () => ({
            operation_case_id: id,
            version: 3,
            breached: false,
            history: [],
            comments: texts.map((text, index) => ({ comment_id: `CMT-${index}`, text })),
          }),
        },
      },
    );

  it('is another one for who is not shown the texts', async () => {
    const call = shownAs('called back');
    const [whole, masked] = [await call('operator'), await call('viewer')];

    expect((await call('viewer', { 'if-none-match': whole.etag })).status).toBe(200);
    expect((await call('operator', { 'if-none-match': masked.etag })).status).toBe(200);
    expect((await call('viewer', { 'if-none-match': masked.etag })).status).toBe(304);
    for (const { etag } of [whole, masked]) {
      expect([isStale(etag.slice(1, -1), 3), isStale(etag.slice(1, -1), 4)]).toEqual([false, true]);
    }
  });

  it.each([
    [
      ['first', 'second'],
      ['[erased]', '[erased]'],
    ],
    [
      ['first', 'said beside it'],
      ['[erased]', 'said beside it'],
    ],
    [
      ['[erased]', 'second'],
      ['[erased]', '[erased]'],
    ],
  ])('is another one when %j have become %j', async (before, after) => {
    const { etag } = await shownAs(...before)('operator');

    expect((await shownAs(...after)('operator', { 'if-none-match': etag })).status).toBe(200);
    expect((await shownAs(...before)('operator', { 'if-none-match': etag })).status).toBe(304);
  });
});

describe('the tag of a submission', () => {
  it('is another one for who is shown it masked, and good for a change all the same', async () => {
    const id = 'SUB-01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const call = caller(
      intakeRoutes,
      '/intake/submissions/{submission_id}',
      { submission_id: id },
      {
        intake: {
          submission: async () => ({
            submission_id: id,
            version: 3,
            requester_name: 'Ada Lovelace',
            requester_email: 'ada@example.test',
            request_description: 'x',
            erased_at: null,
          }),
        },
      },
    );
    const [whole, masked] = [await call('operator'), await call('viewer')];

    expect(masked.body).not.toBe(whole.body);
    expect((await call('viewer', { 'if-none-match': whole.etag })).status).toBe(200);
    expect(isStale(masked.etag.slice(1, -1), 3)).toBe(false);
  });
});
