import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../infra/local/api/api.ts';
import type { ApiModel } from '../../infra/local/api/api-model.ts';
import type { Invocation } from '../../infra/local/lambda/function-messages.ts';
import { FunctionPool } from '../../infra/local/lambda/function-pool.ts';
import { workerFile } from '../../infra/local/lambda/worker-file.ts';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { createLog } from '../../infra/local/process/log.ts';
import { lambda, restApi, temporaryFolder } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { rawRequest } from '../support/host/raw-request.ts';
import { testHost } from '../support/host/running.ts';

describe('bodies of all requests at once', () => {
  const model: ApiModel = {
    id: 'api',
    stage: 'dev',
    methods: ['upload', 'hang'].map((name) => ({
      resourceId: name,
      resourcePath: `/${name}`,
      httpMethod: 'POST',
      integration: { kind: 'lambda' as const, functionName: name, timeoutMs: 5000 },
    })),
    binaryMediaTypes: [],
    compressFromBytes: undefined,
    responses: {},
  };
  const signals: AbortSignal[] = [];
  const invoke = (name: string, _: unknown, gone: AbortSignal): Promise<Invocation> => {
    signals.push(gone);
    return name === 'hang'
      ? new Promise(() => undefined)
      : Promise.resolve({ kind: 'result', requestId: '1', payload: '{"statusCode":200}' });
  };
  const api = createApi(model, { invoke, log: createLog(() => undefined, false), bufferLimitBytes: 1000 });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    api.closeAllConnections();
    api.close();
  });

  const upload = (bytes: number) => rawRequest(url, '/upload', { method: 'POST', body: 'x'.repeat(bytes) });

  it('have a limit; beyond it the answer is 503 until there is room again', async () => {
    const slow = connect(Number(new URL(url).port), '127.0.0.1');
    slow.write(`POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 700\r\n\r\n${'x'.repeat(600)}`);

    await eventually(async () => expect((await upload(500)).status).toBe(503));
    const refused = await upload(500);
    const small = await upload(300);
    slow.destroy();

    expect(refused.headers['retry-after']).toBe('1');
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'GATEWAY.BUSY', retryable: true });
    expect(small.status).toBe(200);
    await eventually(async () => expect((await upload(900)).status).toBe(200));
  });

  it('belong to events that their function need not have once the client has left', async () => {
    signals.length = 0;
    const leaving = new AbortController();
    const waiting = fetch(`${url}/hang`, { method: 'POST', signal: leaving.signal }).catch(() => 'left');
    await eventually(() => expect(signals.map(({ aborted }) => aborted)).toEqual([false]));

    leaving.abort();

    expect(await waiting).toBe('left');
    await eventually(() => expect(signals.map(({ aborted }) => aborted)).toEqual([true]));
  });

  it('come over a bounded number of connections, each with bounded time for its request', () => {
    expect(api.maxConnections).toBe(512);
    expect(api.requestTimeout).toBe(30_000);
    expect(api.headersTimeout).toBe(10_000);
  });
});

describe('events that wait for a function', () => {
  const slow = `export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    return { statusCode: 200, body: 'done' };
  };`;
  let host: RunningHost;

  beforeAll(async () => {
    const throttled = {
      statusCode: '429',
      responseParameters: {
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Retry-After': "'7'",
      },
      responseTemplates: { 'application/json': '{"code":"REQUEST.THROTTLED"}' },
    };
    const api = restApi('Slow', ['GET /slow'], { 'x-amazon-apigateway-gateway-responses': { THROTTLED: throttled } });
    const resources = { Slow: lambda('slow'), ...api };
    ({ host } = await testHost({ resources, handlers: { slow } }, { maxEnvironments: 1, maxWaiting: 2 }));
    await host.invoke('slow', {});
  });

  it('are throttled beyond the limit, with the template’s answer', async () => {
    host.resetCounters();

    const answers = await Promise.all(Array.from({ length: 6 }, () => rawRequest(host.apiUrl, '/slow')));

    const refused = answers.filter(({ status }) => status === 429);
    expect([refused.length, host.invocations['slow']]).toEqual([3, 3]);
    expect(refused[0]).toMatchObject({
      headers: { 'content-type': 'application/problem+json', 'retry-after': '7' },
      body: '{"code":"REQUEST.THROTTLED"}',
    });
  });

  it('fail like Lambda’s throttle where a mapping invokes', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => host.invoke('slow', {})));

    expect(outcomes.filter(({ kind }) => kind === 'error')).toMatchObject([
      { error: { errorType: 'TooManyRequestsException' }, throttled: true },
    ]);
  });

  it('are dropped when nobody wants the outcome any more; one that runs is not', async () => {
    const codeFolder = temporaryFolder('code');
    writeFileSync(join(codeFolder, 'index.mjs'), slow);
    const pool = new FunctionPool(
      [
        {
          name: 'slow',
          arn: '',
          codeFolder,
          handler: 'index.handler',
          timeoutMs: 5000,
          memoryMb: 128,
          environment: {},
        },
      ],
      {
        workerPath: workerFile(new URL('../../infra/local/lambda/function-environment.worker.ts', import.meta.url)),
        variables: {},
        onOutput: () => undefined,
        maxEnvironments: 1,
      },
    );
    const gone = new AbortController();
    const running = pool.invoke('slow', {}, gone.signal);
    await eventually(() => expect(pool.invocations).toEqual({ slow: 1 }));
    const dropped = pool.invoke('slow', {}, gone.signal);
    const kept = pool.invoke('slow', {});

    gone.abort();
    const late = pool.invoke('slow', {}, gone.signal);

    expect(await dropped).toMatchObject({ kind: 'error', error: { errorType: 'Client.Gone' } });
    expect(await late).toMatchObject({ kind: 'error', error: { errorType: 'Client.Gone' } });
    expect([(await running).kind, (await kept).kind, pool.invocations]).toEqual(['result', 'result', { slow: 2 }]);
    await pool.stop(1000);
  });
});
