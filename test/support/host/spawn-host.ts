// Starts the embedded host as its own process, as `npm start` does, for tests that kill it or observe a failing start.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const projectRoot = join(import.meta.dirname, '..', '..', '..');

export interface SpawnedHost {
  readonly apiUrl: string;
  readonly siteUrl: string;
  readonly pid: number;
  /** Standard error so far. */
  readonly errors: () => string;
  /** Sends a signal and waits for the exit. @returns the exit code; `null` after a signal */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Takes the arguments of `npm start`; by default with free ports and without seeding. */
export function spawnStart(args: readonly string[]): { readonly child: ChildProcess; readonly errors: () => string } {
  const start = join(projectRoot, 'infra', 'local', 'start.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', start, '--no-seed', '--port', '0', '--web-port', '0', ...args],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  return { child, errors: () => errors };
}

/** @throws Error with its output when it exits before it is ready */
export async function spawnHost(args: readonly string[]): Promise<SpawnedHost> {
  const { child, errors } = spawnStart(args);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const line = /^ready api=(\S+) web=(\S+)$/m.exec(output);
      if (line !== null) {
        resolve(line);
      }
    });
    void exited.then(([code]) => reject(new Error(`the host ended with ${code}: ${errors()}`)));
  });
  return {
    apiUrl: ready[1] ?? '',
    siteUrl: ready[2] ?? '',
    pid: child.pid ?? 0,
    errors,
    end: async (signal) => {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

/** Runs a start that is expected to fail. */
export async function failedStart(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly errors: string }> {
  const { child, errors } = spawnStart(args);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, errors: errors() };
}
