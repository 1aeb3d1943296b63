import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../infra/local/api/site.ts';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { lambda, queue, restApi, temporaryFolder } from '../support/host/assembly.ts';
import { rawRequest } from '../support/host/raw-request.ts';
import { testHost } from '../support/host/running.ts';

const foreign = ['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1@evil.example'];
const local = ['http://localhost:5173', 'http://127.0.0.1:8080', 'https://[::1]:8443'];

let host: RunningHost;
let dataDir: string;

beforeAll(async () => {
  ({ host, dataDir } = await testHost(
    {
      resources: {
        Token: lambda('token'),
        ...restApi('Token', ['POST /dev/token']),
        Work: queue('work'),
        Documents: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'documents' } },
      },
      handlers: { token: `export const handler = async () => ({ statusCode: 200, body: 'token' });` },
    },
    { dataDir: join(temporaryFolder('parent'), 'nested', 'data') },
  ));
});

describe('the API', () => {
  it.each(foreign)('refuses a request from a page of %s, and says what is allowed', async (origin) => {
    const answer = await rawRequest(host.apiUrl, '/dev/token', { method: 'POST', headers: { origin } });

    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'GATEWAY.FOREIGN_ORIGIN',
      detail: expect.stringContaining('localhost, 127.0.0.1 or [::1]'),
    });
    expect(host.invocations['token']).toBe(0);
  });

  it('refuses the preflight request of a foreign page', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };

    expect((await rawRequest(host.apiUrl, '/dev/token', { method: 'OPTIONS', headers })).status).toBe(403);
  });

  it('answers pages of this machine, and programs', async () => {
    host.resetCounters();

    for (const headers of [...local.map((origin) => ({ origin })), {}]) {
      expect((await rawRequest(host.apiUrl, '/dev/token', { method: 'POST', headers })).status).toBe(200);
    }
    host.resetCounters();
  });
});

describe('the dashboard’s server', () => {
  it('refuses a request from a foreign page', async () => {
    const headers = { origin: 'https://evil.example' };

    expect((await rawRequest(host.siteUrl, '/config.json', { headers })).status).toBe(403);
  });

  it('names only the origin of the API in its Content-Security-Policy', () => {
    const policy = contentSecurityPolicy("https://api.example/dev; script-src 'unsafe-inline'");

    expect(policy).toContain("connect-src 'self' https://api.example; base-uri");
  });
});

describe('the port of queues and buckets', () => {
  const receive = {
    'x-amz-target': 'AmazonSQS.ListQueues',
    'content-type': 'application/x-amz-json-1.0',
  };

  it.each([{ host: 'evil.example' }, ...foreign.map((origin) => ({ origin }))])(
    'refuses a request with %o',
    async (headers) => {
      const list = { method: 'POST', headers: { ...receive, ...headers }, body: '{}' };
      const statuses = [
        await rawRequest(host.endpoints.sqs, '/', list),
        await rawRequest(host.endpoints.s3, '/documents/a', { method: 'PUT', headers, body: 'x' }),
        await rawRequest(host.endpoints.s3, '/documents', { headers }),
      ].map(({ status }) => status);

      expect(statuses).toEqual([403, 403, 403]);
    },
  );

  it('answers programs and pages of this machine', async () => {
    for (const headers of [{}, { origin: 'http://localhost:5173' }, { host: 'localhost:1' }]) {
      const list = { method: 'POST', headers: { ...receive, ...headers }, body: '{}' };
      expect((await rawRequest(host.endpoints.sqs, '/', list)).status).toBe(200);
    }
  });

  it.each(['..%2f..%2fzzevil', '%2e%2e', 'another'])('has no bucket %s that the template does not', async (bucket) => {
    const made = await rawRequest(host.endpoints.s3, `/${bucket}`, { method: 'PUT' });
    const written = await rawRequest(host.endpoints.s3, `/${bucket}/key`, { method: 'PUT', body: 'x' });

    expect(made.status).toBeGreaterThanOrEqual(400);
    expect(written.status).toBeGreaterThanOrEqual(400);
    expect(existsSync(join(dataDir, '..', 'zzevil'))).toBe(false);
    expect(existsSync(join(dataDir, 'objects', 'another'))).toBe(false);
  });
});
