import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { csvReply } from '../../../../../shared/runtime/http/csv-reply.ts';
import { nextPageHeaders } from '../../../../../shared/runtime/http/next-page.ts';

const event = (query: Record<string, string> | null) =>
  ({ queryStringParameters: query }) as unknown as APIGatewayProxyEvent;
const page = (next: string | null) => ({ status: 200, body: { data: [], pagination: { limit: 25, next } } }) as const;

describe('nextPageHeaders', () => {
  it('link to the same query with the next cursor, relative to wherever the API is', () => {
    const { link = '' } = nextPageHeaders(event({ q: 'a b&c', limit: '5', cursor: 'old' }), page('new-one'));

    const [, target = ''] = /^<(.*)>; rel="next"$/.exec(link) ?? [];
    const url = new URL(target, 'https://hub.example.test/stage/intake/submissions?cursor=old');
    expect(url.pathname).toBe('/stage/intake/submissions');
    expect(Object.fromEntries(url.searchParams)).toEqual({ q: 'a b&c', limit: '5', cursor: 'new-one' });
  });

  it('can hold no more than a link, whatever the query says', () => {
    const { link = '' } = nextPageHeaders(event({ q: '>; rel="x"\r\nevil: 1' }), page('n'));

    expect(link).toMatch(/^<[!-;=?-~]*>; rel="next"$/);
  });

  it('are none at the end of a list and on answers that are no list', () => {
    expect(nextPageHeaders(event(null), page(null))).toEqual({});
    expect(nextPageHeaders(event(null), { status: 200, body: { pagination: 'no' } })).toEqual({});
    expect(nextPageHeaders(event(null), { status: 200 })).toEqual({});
  });

  it('name the cursor of an export, whose body has no room for it', () => {
    expect(nextPageHeaders(event(null), csvReply('x.csv', { text: '', next: 'n' }))).toEqual({
      link: '<?cursor=n>; rel="next"',
      'x-next-cursor': 'n',
    });
    expect(nextPageHeaders(event(null), csvReply('x.csv', { text: '', next: null }))).toEqual({});
  });
});
