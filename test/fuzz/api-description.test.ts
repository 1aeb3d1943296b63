// Schemathesis against the embedded API: every operation of its own description, valid and invalid requests, sequences of
// requests, all checks. Needs the command `schemathesis` (PyPI) on the path, or SCHEMATHESIS with its place.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedHub, startEmbeddedHub } from '../support/embedded-hub.ts';
import { whole } from '../support/whole.ts';
import { fillWorld } from './world.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const examples = whole ? '25' : '8';
const randomSeed = process.env['FUZZ_SEED'] ?? '1';

let hub: EmbeddedHub;
let token: string;

beforeAll(async () => {
  hub = await startEmbeddedHub();
  await fillWorld(hub);
  const answer = await fetch(`${hub.host.apiUrl}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'admin' }),
  });
  token = ((await answer.json()) as { access_token: string }).access_token;
});

afterAll(() => hub.end());

describe('the API and its description', () => {
  const agree = 'agree for whatever is sent: no 5xx, no undocumented status or content type, valid in, invalid out';

  it(agree, () => fuzz(['--exclude-operation-id', 'resetDemo']), 1_200_000);

  it('are still there afterwards: health answers and nothing is owed', async () => {
    const { status } = await hub.operator.call('GET', '/health');

    expect(status).toBe(200);
    expect(await hub.wrongs()).toEqual([]);
  });

  // By itself: it empties the store that the other operations are asked about.
  it('agree for the reset, too', () => fuzz(['--include-operation-id', 'resetDemo']), 1_200_000);
});

async function fuzz(operations: readonly string[]): Promise<void> {
  const { code, output } = await schemathesis([
    'run',
    `${hub.host.apiUrl}/openapi.json`,
    ...['--header', `Authorization: Bearer ${token}`],
    // What is known of a deleted document stays readable, and nothing else is deleted.
    ...['--checks', 'all', '--exclude-checks', 'use_after_free'],
    ...['--max-examples', examples, '--seed', randomSeed, '--workers', '1', '--no-color'],
    ...operations,
  ]);

  const from = output.lastIndexOf('= WARNINGS =');
  const summary = output.slice(from === -1 ? output.lastIndexOf('= SUMMARY =') : from);
  process.stdout.write(`schemathesis, seed ${randomSeed}, ${examples} examples an operation:\n${summary}\n`);
  expect(code, output.slice(-20_000)).toBe(0);
}

function schemathesis(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const command = process.env['SCHEMATHESIS'] ?? 'schemathesis';
  // The tool leaves its examples where it runs.
  const cwd = mkdtempSync(join(tmpdir(), 'hub-fuzz-'));
  const child = spawn(command, ['--config-file', `${folder}schemathesis.toml`, ...args], {
    cwd,
    env: {
      ...process.env,
      PYTHONPATH: folder,
      SCHEMATHESIS_HOOKS: 'hooks',
      PYTHONDONTWRITEBYTECODE: '1',
      FUZZ_API: hub.host.apiUrl,
      FUZZ_TOKEN: token,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    output += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', () => reject(new Error(`${command} does not start: pip install schemathesis==4.32.5`)));
    child.on('close', (code) => {
      rmSync(cwd, { recursive: true, force: true });
      resolve({ code, output });
    });
  });
}
