import { beforeAll, describe, expect, it } from 'vitest';
import type { Invocation } from '../../infra/local/lambda/function-messages.ts';
import type { RunningHost } from '../../infra/local/process/host-model.ts';
import { lambda } from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { testHost } from '../support/host/running.ts';

const actions = `
  let calls = 0;
  const actions = {
    environment: () => process.env,
    context: (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
    count: () => (calls += 1),
    throw: () => { throw new RangeError('too far'); },
    exit: () => process.exit(3),
    reject: () => { void Promise.reject(new Error('nobody looks')); return new Promise(() => undefined); },
    hang: () => new Promise(() => setInterval(() => undefined, 1000)),
    spin: () => { for (;;); },
    fill: () => { const all = []; for (;;) all.push(new Array(100000).fill(Math.random())); },
    log: () => { console.log('said by the function'); return new Promise((resolve) => setTimeout(resolve, 20)); },
    wait: () => new Promise((resolve) => setTimeout(resolve, 300)),
  };
  export const handler = async (event, context) => actions[event.action](event, context);`;

let host: RunningHost;
let lines: readonly string[];

beforeAll(async () => {
  ({ host, lines } = await testHost(
    {
      resources: {
        Worker: lambda('worker', { Timeout: 1, Environment: { Variables: { OWN: { Ref: 'AWS::Region' } } } }),
        Small: lambda('small', { MemorySize: 64, Timeout: 10, Code: { S3Key: 'worker.zip' } }),
        Crowd: lambda('crowd', { Code: { S3Key: 'worker.zip' } }),
        Broken: lambda('broken'),
      },
      handlers: { worker: actions, broken: 'throw new Error("does not load");' },
    },
    { spareIdleMs: 200, lastIdleMs: 400 },
  ));
});

async function invoke(name: string, action: string): Promise<unknown> {
  const invocation = await host.invoke(name, { action });
  if (invocation.kind === 'error') {
    throw new Error(`${invocation.error.errorType}: ${invocation.error.errorMessage}`);
  }
  return JSON.parse(invocation.payload);
}

function errorOf(invocation: Invocation): string {
  return invocation.kind === 'error' ? `${invocation.error.errorType}: ${invocation.error.errorMessage}` : 'no error';
}

describe('a function', () => {
  it('sees the variables of the template and of Lambda, and none of the host', async () => {
    const environment = (await invoke('worker', 'environment')) as Record<string, string>;

    expect(environment).toMatchObject({
      OWN: 'us-east-1',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL_DYNAMODB: host.endpoints.dynamodb,
      _HANDLER: 'index.handler',
      TZ: 'UTC',
    });
    expect(environment['PATH']).toBeUndefined();
  });

  it('gets a context with its name, ARN, request id and the time that remains', async () => {
    const context = (await invoke('worker', 'context')) as Record<string, unknown>;

    expect(context).toMatchObject({
      functionName: 'worker',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context['remaining']).toBeGreaterThan(500);
  });

  it('keeps its environment from event to event', async () => {
    const first = (await invoke('worker', 'count')) as number;

    const second = await invoke('worker', 'count');

    expect(second).toBe(first + 1);
  });

  it('fails the invocation only when it throws', async () => {
    expect(errorOf(await host.invoke('worker', { action: 'throw' }))).toBe('RangeError: too far');
    await expect(invoke('worker', 'count')).resolves.toBeGreaterThan(0);
  });

  it.each([
    ['exit', /Runtime\.ExitError/],
    ['reject', /nobody looks/],
  ])('fails the invocation only on %s, and gets a new environment', async (action, expected) => {
    expect(errorOf(await host.invoke('worker', { action }))).toMatch(expected);
    await expect(invoke('worker', 'count')).resolves.toBe(1);
  });

  it.each(['hang', 'spin'])('is ended at its timeout when it does %s', async (action) => {
    expect(errorOf(await host.invoke('worker', { action }))).toMatch(/Task timed out after 1\.00 seconds/);
  });

  it('is ended when it takes more memory than it may', async () => {
    expect(errorOf(await host.invoke('small', { action: 'fill' }))).toMatch(/OutOfMemory/);
  });

  it('reports a bundle that does not load as the outcome of the invocation', async () => {
    expect(errorOf(await host.invoke('broken', {}))).toBe('Error: does not load');
  });

  it('shows what it logs', async () => {
    await invoke('worker', 'log');

    await eventually(() => expect(lines.join('\n')).toContain('worker | said by the function'));
  });
});

it('handles one event at a time in each of several environments, and ends idle ones', async () => {
  const startedMs = performance.now();

  await Promise.all(Array.from({ length: 8 }, () => invoke('crowd', 'wait')));

  const tookMs = performance.now() - startedMs;
  expect(host.environments()['crowd']).toBeLessThanOrEqual(4);
  expect(tookMs).toBeGreaterThanOrEqual(590);
  await eventually(() => expect(host.environments()['crowd']).toBe(0));
});

it('counts invocations exactly', async () => {
  host.resetCounters();

  await Promise.all([invoke('worker', 'count'), invoke('worker', 'count'), invoke('crowd', 'count')]);

  expect(host.invocations).toEqual({ worker: 2, small: 0, crowd: 1, broken: 0 });
});
