// Prints the size and the median import time of each handler, relative to an empty handler. The time is for this
// machine and excludes Lambda's own start; compare rows, not machines.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { queueNames } from '../shared/contracts/values/queue-names.ts';
import { environmentNames, queueUrlVariable } from '../shared/runtime/env.ts';
import { bundle } from './bundle.ts';

/** Number of fresh processes per handler; odd, so that the median is a measured value. */
const runs = 7;

/** Environment values that handler modules need to load; the report makes no calls with them. */
const environment: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...Object.values(environmentNames), ...queueNames.map(queueUrlVariable)].map((name) => [
      name,
      'https://unused.example',
    ]),
  ),
  [environmentNames.shards]: '4',
  [environmentNames.documentLimitBytes]: '10485760',
  [environmentNames.stage]: 'development',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'unused',
  AWS_SECRET_ACCESS_KEY: 'unused',
};

/** Measures the import time in milliseconds in a fresh process. */
function importMs(file: string): number {
  const script = `const t=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});process.stdout.write(String(performance.now()-t));process.exit(0)`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: environment,
    encoding: 'utf8',
  });
  return Number(printed);
}

/** Median of an odd number of values. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Row {
  readonly name: string;
  readonly file: string;
}

/** Interleaves the rounds over the handlers, so that background load does not affect only one of them. */
function measure(rows: readonly Row[]): ReadonlyMap<string, number> {
  const times = new Map<string, number[]>(rows.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const { name, file } of rows) {
      times.get(name)?.push(importMs(file));
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

async function report(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-report-'));
  try {
    const empty = join(folder, 'empty', 'index.mjs');
    mkdirSync(join(folder, 'empty'));
    writeFileSync(empty, 'export const handler=async()=>{};\n');
    const rows = [{ name: '(empty)', file: empty }, ...(await bundle())];
    const medians = measure(rows);
    const emptyMs = medians.get('(empty)') ?? Number.NaN;
    const line = (cells: readonly string[]): string =>
      `${(cells[0] ?? '').padEnd(20)}${cells
        .slice(1)
        .map((cell) => cell.padStart(12))
        .join('')}\n`;
    process.stdout.write(line(['handler', 'min bytes', 'gzip bytes', 'import ms', 'x empty']));
    for (const { name, file } of rows) {
      const source = readFileSync(file);
      const ms = medians.get(name) ?? Number.NaN;
      const sizes = [source.length, gzipSync(source).length].map((size) => size.toLocaleString('en'));
      process.stdout.write(line([name, ...sizes, ms.toFixed(1), (ms / emptyMs).toFixed(1)]));
    }
    process.stdout.write(`import ms: median of ${runs} fresh processes, Node ${process.versions.node}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await report();
