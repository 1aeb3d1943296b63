// Health, the document's page and the reset of the demonstration.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetDemo } from '../../../../functions/development/reset-demo.ts';
import { overtaken } from '../../../../functions/development/seed-demo.ts';
import { reportHealth } from '../../../../functions/system/report-health.ts';
import { type SystemDeps, systemRoutes } from '../../../../functions/system/routes.ts';
import { docsPage } from '../../../../functions/system/serve-document.ts';
import { bundledFiles } from '../../../../shared/adapters/bundled-files.ts';
import { HubError } from '../../../../shared/errors/hub-error.ts';
import { http } from '../../../../shared/runtime/http/http.ts';
import { apiEvent, lambdaContext, testHttpTools } from '../../../support/http.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
const healthy = {
  version: '1.2.3',
  nowMs: () => nowMs,
  oldestPendingMs: async () => undefined,
  parkedDeadLetters: async () => 2,
  queueDepth: async () => 7,
};
const down = () => Promise.reject(new Error('down'));

describe('reportHealth', () => {
  it('tells a stranger that it answers, without asking anything', async () => {
    const health = await reportHealth(
      { signedIn: false },
      {
        ...healthy,
        oldestPendingMs: down,
        parkedDeadLetters: down,
        queueDepth: down,
      },
    );

    expect(health).toEqual({ status: 'ok', service: 'integration-hub', version: '1.2.3' });
  });

  it('tells a caller what it depends on and how old the oldest debt is', async () => {
    const health = await reportHealth({ signedIn: true }, { ...healthy, oldestPendingMs: async () => nowMs - 90_400 });

    expect(health).toMatchObject({
      status: 'ok',
      dependencies: [
        { name: 'table', status: 'up' },
        { name: 'queue', status: 'up' },
      ],
      oldest_pending_event_age_seconds: 90,
      parked_dead_letters: 2,
      queue_depth: 7,
      open_circuits: [],
    });
  });

  it.each([
    ['table', { oldestPendingMs: down }, 'oldest_pending_event_age_seconds'],
    ['table', { parkedDeadLetters: down }, 'parked_dead_letters'],
    ['queue', { queueDepth: down }, 'queue_depth'],
  ] as const)('is degraded when the %s is down, without the figure it would give', async (name, broken, figure) => {
    const health = await reportHealth({ signedIn: true }, { ...healthy, ...broken });

    expect(health.status).toBe('degraded');
    expect(health.dependencies?.filter(({ status }) => status === 'down')).toEqual([{ name, status: 'down' }]);
    expect(health[figure]).toBeNull();
  });
});

describe('the documentation page', () => {
  let folder = '';
  let deps: SystemDeps;
  const get = async (resource: string, params?: Record<string, string>, headers?: Record<string, string>) =>
    http(
      systemRoutes,
      deps,
      testHttpTools(),
    )(apiEvent({ resource, ...(params && { params }), ...(headers && { headers }) }), lambdaContext());

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-docs-'));
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'openapi.json'), '{"openapi":"3.1.1"}');
    writeFileSync(join(folder, 'docs', 'swagger-ui.css'), 'body{}');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    deps = { ...healthy, readFile: bundledFiles(pathToFileURL(join(folder, 'index.mjs')).href) };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('serves the document with an entity tag', async () => {
    const answer = await get('/openapi.json');
    const etag = String(answer.headers?.['etag']);

    expect(JSON.parse(answer.body)).toEqual({ openapi: '3.1.1' });
    expect(await get('/openapi.json', undefined, { 'if-none-match': etag })).toMatchObject({
      statusCode: 304,
      body: '',
    });
  });

  it('allows the page its own scripts only, and has no others', async () => {
    const answer = await get('/docs');
    const policy = String(answer.headers?.['content-security-policy']);

    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(docsPage.match(/<script\b[^>]*>(?!<\/script>)/g)).toBeNull();
    expect(docsPage).not.toMatch(/https?:/);
    expect(docsPage).not.toMatch(/\son\w+=/);
  });

  it.each([
    ['swagger-ui.css', 200, 'text/css; charset=utf-8'],
    ['init.js', 200, 'text/javascript; charset=utf-8'],
  ])('serves %s to be kept for a week', async (asset, status, type) => {
    expect(await get('/docs/{asset}', { asset })).toMatchObject({
      statusCode: status,
      headers: { 'content-type': type, 'cache-control': 'public, max-age=604800' },
    });
  });

  it.each(['../secret.txt', '..%2fsecret.txt', 'swagger-ui-bundle.js', 'index.mjs', 'constructor', '__proto__', ''])(
    'has no asset %j',
    async (asset) => {
      expect((await get('/docs/{asset}', { asset })).statusCode).toBe(404);
    },
  );
});

describe('resetDemo', () => {
  function setUp(found: number[]) {
    const steps: string[] = [];
    const deps = {
      store: {
        deleteItems: async () => {
          steps.push('empty');
          return found.shift() ?? 0;
        },
      },
      purgeQueues: async () => void steps.push('purge'),
      seed: async () => void steps.push('seed'),
      pause: async () => void steps.push('pause'),
    };
    return { deps, steps };
  }

  it('empties until nothing comes after it, then seeds', async () => {
    const { deps, steps } = setUp([40, 2, 0]);

    expect(await resetDemo({ seed: true }, deps)).toEqual({ deleted: 42, seeded: true });
    expect(steps.join(' ')).toBe('purge empty pause purge empty pause purge empty seed');
  });

  it('empties and seeds again when the hub was faster than the seeding', async () => {
    const { deps, steps } = setUp([40, 0, 12, 0]);
    let seedings = 0;
    const seed = async () => {
      seedings += 1;
      steps.push('seed');
      if (seedings === 1) throw new HubError({ kind: 'transient', code: overtaken, message: 'picked up' });
    };

    expect(await resetDemo({ seed: true }, { ...deps, seed })).toEqual({ deleted: 12, seeded: true });
    expect(steps.filter((step) => step === 'seed')).toHaveLength(2);
  });

  it('looks twice even at an empty store, and does not seed unasked', async () => {
    const { deps, steps } = setUp([]);

    expect(await resetDemo({ seed: false }, deps)).toEqual({ deleted: 0, seeded: false });
    expect(steps.join(' ')).toBe('purge empty pause purge empty');
  });

  it('gives up when requests keep coming in', async () => {
    const { deps, steps } = setUp(Array(20).fill(5));

    await expect(resetDemo({ seed: true }, deps)).rejects.toMatchObject({ kind: 'transient', code: 'DEMO.STILL_BUSY' });
    expect(steps).not.toContain('seed');
  });
});
