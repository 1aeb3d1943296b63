import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { removeDataFolder, takeDataFolder } from '../../infra/local/process/data-folder.ts';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { lambda, restApi, temporaryFolder } from '../support/host/assembly.ts';
import { rawRequest } from '../support/host/raw-request.ts';
import { testHost } from '../support/host/running.ts';

const echo = `
  export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({
    query: event.queryStringParameters, queries: event.multiValueQueryStringParameters,
    headers: event.headers, multi: event.multiValueHeaders, body: event.body,
    plain: Object.getPrototypeOf(event.headers) === Object.prototype,
  }) });`;

let host: RunningHost;

beforeAll(async () => {
  const resources = restApi('Echo', ['ANY /echo'], {
    'x-amazon-apigateway-binary-media-types': ['image/*'],
    'x-amazon-apigateway-minimum-compression-size': 1024,
  });
  ({ host } = await testHost({ resources: { Echo: lambda('echo'), ...resources }, handlers: { echo } }));
});

describe('names that every object has', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s may be a query parameter', async (name) => {
    const { status, body } = await rawRequest(host.apiUrl, `/echo?${name}=1&${name}=2`);

    const { query, queries } = JSON.parse(body);
    expect([status, Object.entries(query), Object.entries(queries)]).toEqual([
      200,
      [[name, '2']],
      [[name, ['1', '2']]],
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s may be a header', async (name) => {
    const headers = Object.fromEntries([[name, ['1', '2']]]);

    const { status, body } = await rawRequest(host.apiUrl, '/echo', { headers });

    const event = JSON.parse(body);
    expect(status).toBe(200);
    expect(Object.entries(event.headers)).toContainEqual([name, '2']);
    expect(Object.entries(event.multi)).toContainEqual([name, ['1', '2']]);
    expect(event.plain).toBe(true);
  });
});

describe('a body', () => {
  it('that is not UTF-8 is refused instead of repaired', async () => {
    const body = Buffer.from([0x22, 0xc3, 0x28, 0x22]);
    const headers = { 'content-type': 'application/json' };

    const answer = await rawRequest(host.apiUrl, '/echo', { method: 'POST', headers, body });

    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, code: 'REQUEST.BAD_ENCODING', retryable: false });
  });

  it('of a binary media type may be any bytes', async () => {
    const body = Buffer.from([0xc3, 0x28]);

    const answer = await rawRequest(host.apiUrl, '/echo', {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body,
    });

    expect(JSON.parse(answer.body).body).toBe(body.toString('base64'));
  });

  it('keeps a byte order mark', async () => {
    const answer = await rawRequest(host.apiUrl, '/echo', { method: 'POST', body: '\uFEFF{}' });

    expect(JSON.parse(answer.body).body).toBe('\uFEFF{}');
  });

  it('that decompresses to more than 10 MiB is too large', async () => {
    const body = gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    const headers = { 'content-encoding': 'gzip' };

    expect((await rawRequest(host.apiUrl, '/echo', { method: 'POST', headers, body })).status).toBe(413);
  });

  it('that only says it is compressed is a bad request', async () => {
    const headers = { 'content-encoding': 'gzip' };

    expect((await rawRequest(host.apiUrl, '/echo', { method: 'POST', headers, body: 'plain' })).status).toBe(400);
  });
});

describe('the data folder', () => {
  it('is for its owner only when it is made', () => {
    const path = join(temporaryFolder('private'), 'data');

    const folder = takeDataFolder(path);

    expect(statSync(path).mode & 0o777).toBe(0o700);
    folder.release();
    removeDataFolder(path);
  });

  it.each([false, true])('is for its owner only when it was there before (fresh: %s)', (fresh) => {
    const path = join(temporaryFolder('private'), 'data');
    mkdirSync(path);
    chmodSync(path, 0o755);

    const folder = takeDataFolder(path, fresh);

    expect(statSync(path).mode & 0o777).toBe(0o700);
    folder.release();
  });
});
