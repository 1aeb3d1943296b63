// The demonstration's scripts when things are not as they should be: options, no hub, refusals, a step that fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readDemoOptions } from '../../infra/demo/demo-options.ts';
import { hubApi } from '../../infra/demo/hub-api.ts';
import { startLoad } from '../../infra/demo/load-run.ts';
import { progressLine, summary } from '../../infra/demo/progress.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A hub that gives tokens and answers everything else the same. */
async function stubHub(status: number, body: object): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const token = request.url === '/dev/token';
    response.writeHead(token ? 200 : status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(token ? { access_token: 'a.b.c' } : body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function script(name: string, ...args: readonly string[]) {
  const file = fileURLToPath(new URL(`../../infra/demo/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  return { code, said: said.join('') };
}

const nowhere = 'http://127.0.0.1:9';

describe('scripts', () => {
  it.each(['demo-reset', 'demo-walk', 'load'])('%s says where to find a hub when none runs', async (name) => {
    expect(await script(name, '--api', nowhere)).toEqual({
      code: 1,
      said: expect.stringContaining(`no hub answers at ${nowhere}: start one with npm start`),
    });
  });

  it.each(['demo-reset', 'demo-walk', 'load'])('%s tells its options', async (name) => {
    expect(await script(name, '--help')).toEqual({
      code: 0,
      said: expect.stringContaining(`npm run ${name.replace('-', ':')}`),
    });
  });

  it('demo-walk ends with 1 and the hub’s own words when a step is refused', async () => {
    const api = await stubHub(503, { code: 'HUB.BUSY', detail: 'come back later' });

    const { code, said } = await script('demo-walk', '--api', api);

    expect(code).toBe(1);
    expect(said).toContain('GET /dashboard/overview returned 503 HUB.BUSY come back later; expected 200');
  });

  it('demo-reset ends with 1 when the hub refuses', async () => {
    const api = await stubHub(403, { code: 'AUTH.PERMISSION', detail: 'not here' });

    expect(await script('demo-reset', '--api', api)).toEqual({
      code: 1,
      said: expect.stringContaining('the hub refused: 403 AUTH.PERMISSION not here'),
    });
  });
});

describe('readDemoOptions', () => {
  const numbers = { rate: { default: 20, min: 1, max: 100 } };

  it('has what npm start uses as its default', () => {
    expect(readDemoOptions([], numbers)).toMatchObject({ api: 'http://127.0.0.1:8000', numbers: { rate: 20 } });
  });

  it.each([
    [['--rate', '0'], '--rate must be a number from 1 to 100, not "0"'],
    [['--rate', 'fast'], '--rate must be a number from 1 to 100, not "fast"'],
    [['--rate', ''], '--rate must be a number from 1 to 100, not ""'],
    [['--api', 'localhost'], '--api must be an address such as http://127.0.0.1:8000, not "localhost"'],
    [['--speed', '3'], "Unknown option '--speed'"],
  ])('refuses %j', (args, message) => {
    expect(() => readDemoOptions(args, numbers)).toThrow(message);
  });
});

describe('a load run', () => {
  const run = async (api: string) => {
    const operator = await hubApi(api).as('operator');
    const load = startLoad(operator, () => ({}), {
      rate: 50,
      seconds: 0.1,
      stop: new AbortController().signal,
      giveUpAfterMs: 0,
    });
    await load.done;
    return load.state;
  };

  it.each([429, 503])('counts %i as refused for the moment', async (status) => {
    expect(await run(await stubHub(status, {}))).toMatchObject({ sent: 5, accepted: 0, refused: 5, failed: 0 });
  });

  it('counts other answers as failed and keeps the first of them', async () => {
    const state = await run(await stubHub(422, { code: 'REQUEST.INVALID', detail: 'no body' }));

    expect(state).toMatchObject({ failed: 5, failure: '422 REQUEST.INVALID no body' });
    expect(summary(state, 0.1)).toContain('first failure   422 REQUEST.INVALID no body');
  });

  it('names accepted submissions that never appear', async () => {
    const state = await run(await stubHub(201, { submission_id: 'SUB-1', data: [] }));

    expect(summary(state, 0.1)).toContain('1 accepted submissions, e.g. SUB-1');
  });

  it('draws how far it is', async () => {
    const state = await run(await stubHub(503, {}));

    expect(progressLine(state, 10, 3.2)).toMatch(
      /^█{15}░{15} {2}5\/10 {2}accepted 0 {2}visible 0 {2}failed 0 {2}refused for the moment 5 {2}3 s$/,
    );
  });
});
