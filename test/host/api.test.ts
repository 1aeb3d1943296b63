import { request as httpRequest } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { lambda, restApi } from '../support/host/assembly.ts';
import { testHost } from '../support/host/running.ts';

const echo = `
  const answers = {
    '/binary': () => ({ statusCode: 200, headers: { 'Content-Type': 'image/png' }, body: Buffer.from([0, 255, 1]).toString('base64'), isBase64Encoded: true }),
    '/cookies': () => ({ statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, body: 'ok' }),
    '/long': () => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(5000) }),
    '/malformed': () => ({ hello: 'world' }),
    '/throws': () => { throw new TypeError('no'); },
    '/slow': () => new Promise(() => setInterval(() => undefined, 1000)),
    '/empty': () => ({ statusCode: 204 }),
  };
  export const handler = async (event) =>
    answers[event.resource]?.() ?? { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };`;

let host: RunningHost;
let lines: readonly string[];

beforeAll(async () => {
  const routes = [
    'GET /items/{id}',
    'POST /items',
    'GET /items/special',
    'GET /files/{proxy+}',
    'ANY /any',
    'GET /empty',
  ];
  const problem = (statusCode?: string) => ({
    ...(statusCode !== undefined && { statusCode }),
    responseTemplates: {
      'application/json':
        '{"detail":$context.error.messageString,"id":"$context.requestId","type":"$context.error.responseType"}',
    },
    responseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
  });
  const preflight = {
    type: 'mock',
    responses: {
      default: {
        statusCode: '204',
        responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
        responseTemplates: { 'application/json': '' },
      },
    },
  };
  const resources = restApi(
    'Echo',
    [...routes, ...['/binary', '/cookies', '/long', '/malformed', '/throws', '/slow'].map((path) => `GET ${path}`)],
    {
      'x-amazon-apigateway-binary-media-types': ['image/*', 'application/octet-stream'],
      'x-amazon-apigateway-minimum-compression-size': 1024,
      'x-amazon-apigateway-gateway-responses': {
        MISSING_AUTHENTICATION_TOKEN: problem('404'),
        DEFAULT_4XX: problem(),
        DEFAULT_5XX: problem(),
      },
      paths: { '/items': { options: { 'x-amazon-apigateway-integration': preflight } } },
    },
  );
  const started = await testHost(
    {
      resources: {
        Echo: lambda('echo', { Timeout: 30 }),
        ...resources,
      },
      handlers: { echo },
    },
    { integrationTimeoutMs: 700, spareIdleMs: 600_000 },
  );
  ({ host, lines } = started);
  // Two environments are all that is needed here: what an answer may take does not hold how long they start.
  await Promise.all([host.invoke('echo', {}), host.invoke('echo', {})]);
});

async function eventOf(path: string, init: RequestInit = {}) {
  const response = await fetch(`${host.apiUrl}${path}`, init);
  return (await response.json()) as Record<string, never>;
}

/** Sends exactly these headers, some of which `fetch` does not allow. */
function raw(path: string, headers: Record<string, string | string[]>, method = 'GET') {
  return new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const outgoing = httpRequest(`${host.apiUrl}${path}`, { method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    outgoing.on('error', reject).end();
  });
}

describe('the event that a function gets', () => {
  it('has the resource, the raw path and decoded path parameters', async () => {
    const event = await eventOf('/items/a%20b%2Fc');

    expect(event).toMatchObject({
      resource: '/items/{id}',
      path: '/items/a%20b%2Fc',
      pathParameters: { id: 'a b/c' },
      httpMethod: 'GET',
      body: null,
      stageVariables: null,
    });
  });

  it('prefers a literal segment to a parameter', async () => {
    const event = await eventOf('/items/special');

    expect(event).toMatchObject({ resource: '/items/special', pathParameters: null });
  });

  it('gives the rest of the path to a greedy parameter', async () => {
    const event = await eventOf('/files/a/b%20c/d.txt');

    expect(event).toMatchObject({ resource: '/files/{proxy+}', pathParameters: { proxy: 'a/b c/d.txt' } });
  });

  it('has repeated query values in both forms', async () => {
    const event = await eventOf('/any?tag=a&tag=b&q=x%20y+z');

    expect(event).toMatchObject({
      queryStringParameters: { tag: 'b', q: 'x y z' },
      multiValueQueryStringParameters: { tag: ['a', 'b'], q: ['x y z'] },
    });
  });

  it('has repeated headers in both forms, with their names as sent', async () => {
    const { body } = await raw('/any', { 'X-Tag': ['one', 'two'] });

    expect(JSON.parse(body)).toMatchObject({
      headers: { 'X-Tag': 'two' },
      multiValueHeaders: { 'X-Tag': ['one', 'two'] },
    });
  });

  it('has a request context with stage, path, request id and source address', async () => {
    const event = await eventOf('/items/1');

    expect(event['requestContext']).toMatchObject({
      stage: 'dev',
      path: '/dev/items/1',
      resourcePath: '/items/{id}',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      identity: { sourceIp: '127.0.0.1' },
    });
  });

  it('is the same with the stage in front of the path', async () => {
    const event = await eventOf('/dev/items/1');

    expect(event).toMatchObject({ resource: '/items/{id}', path: '/items/1', pathParameters: { id: '1' } });
  });

  it('carries text as text and binary media types as base64', async () => {
    const text = await eventOf('/items', {
      method: 'POST',
      body: '{"ü":1}',
      headers: { 'content-type': 'application/json' },
    });
    const body = new Uint8Array([0, 255]);
    const binary = await eventOf('/items', { method: 'POST', body, headers: { 'content-type': 'image/png' } });

    expect(text).toMatchObject({ body: '{"ü":1}', isBase64Encoded: false });
    expect(binary).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('carries a compressed body decompressed', async () => {
    const body = new Uint8Array(gzipSync('hello'));
    const event = await eventOf('/items', { method: 'POST', body, headers: { 'content-encoding': 'gzip' } });

    expect(event).toMatchObject({ body: 'hello' });
  });
});

describe('the answer that a client gets', () => {
  it('is bytes for a base64 body of a binary media type', async () => {
    const response = await fetch(`${host.apiUrl}/binary`);

    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it('repeats headers with several values', async () => {
    const response = await fetch(`${host.apiUrl}/cookies`);

    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('is compressed from the API’s minimum size on', async () => {
    const { body } = await new Promise<{ body: Buffer }>((resolve) => {
      httpRequest(`${host.apiUrl}/long`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ body: Buffer.concat(chunks) }));
      }).end();
    });

    expect(body.length).toBeLessThan(1000);
    expect(gunzipSync(body).length).toBe(5000);
  });

  it('has no body with 204', async () => {
    const response = await fetch(`${host.apiUrl}/empty`);

    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('is the template’s mock for a preflight request', async () => {
    const response = await fetch(`${host.apiUrl}/items`, { method: 'OPTIONS' });

    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  it('is the gateway’s 404 in the template’s words for an unknown route', async () => {
    const response = await fetch(`${host.apiUrl}/nowhere`);

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      detail: 'Missing Authentication Token',
      type: 'MISSING_AUTHENTICATION_TOKEN',
    });
  });

  it('is 405 with the allowed methods for another method of a known path', async () => {
    const response = await fetch(`${host.apiUrl}/items`, { method: 'DELETE' });

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });

  it('is 413 for a body above 10 MB', async () => {
    const response = await fetch(`${host.apiUrl}/items`, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'REQUEST_TOO_LARGE' });
  });

  it('is 502 when the function throws or gives no proxy response', async () => {
    const statuses = await Promise.all(
      ['/throws', '/malformed'].map(async (path) => (await fetch(host.apiUrl + path)).status),
    );

    expect(statuses).toEqual([502, 502]);
  });

  it('is 504 when the function takes longer than the integration may', async () => {
    const response = await fetch(`${host.apiUrl}/slow`);

    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ detail: 'Endpoint request timed out' });
  });

  it('is 421 for a request under another site’s name', async () => {
    const answer = await raw('/items/1', { host: 'evil.example' });

    expect(answer.status).toBe(421);
  });
});

it('logs a line for each request with status, duration and trace id', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  await fetch(`${host.apiUrl}/items/1`, { headers: { traceparent } });

  expect(lines.join('\n')).toMatch(/GET \/items\/1 200 \d+ ms trace=0af7651916cd43dd8448eb211c80319c/);
});
