// Makes what the host runs: bundles, the synthesised assembly, the built dashboard. Each only when its inputs changed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { distDir, projectRoot } from '../../dist-dir.ts';
import { cacheFolder } from '../lambda/worker-file.ts';
import { type BuildStep, runWhenChanged } from './inputs-hash.ts';
import { type Owner, takeLock } from './process-lock.ts';

export interface Prepared {
  readonly assembly: string;
  readonly siteFolder: string;
}

/** Measured 5.5 s with validation, 2.0 s without; `npm run synth` and CI validate. */
const synthEnvironment = { CDK_VALIDATION: 'false', CDK_DISABLE_VERSION_CHECK: '1' };

type Report = (step: string, sinceMs: number) => void;

/** Between two looks at whether the other start has built everything. */
const lookEveryMs = 100;

/**
 * One start builds at a time; the others wait, and find that nothing changed.
 * @param report Gets each step with what it took.
 */
export async function prepare(report: Report): Promise<Prepared> {
  const lock = join(cacheFolder, 'building');
  mkdirSync(cacheFolder, { recursive: true });
  const startedMs = performance.now();
  let waiting = false;
  for (let holder = lockOf(lock); holder !== undefined; holder = lockOf(lock)) {
    if (!waiting) report(`waiting for process ${holder.pid}, which builds`, startedMs);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  try {
    return await build(report);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Where nothing can be written nothing is built either: then there is no need to take turns. */
function lockOf(lock: string): Owner | undefined {
  try {
    return takeLock(lock);
  } catch (error) {
    if (['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function build(report: Report): Promise<Prepared> {
  const at = (...parts: readonly string[]) => join(projectRoot, ...parts);
  const shared = [at('shared'), at('functions'), at('package-lock.json'), at('package.json')];
  // This folder runs what the others make; a change in it changes nothing that is built.
  const infra = readdirSync(at('infra')).filter((name) => name !== 'local');
  const code = [...shared, ...infra.map((name) => at('infra', name))];
  const assembly = join(cacheFolder, 'assembly');
  const siteFolder = at('web', 'dist');
  const backend: readonly BuildStep[] = [
    {
      name: 'bundle',
      inputs: code,
      output: distDir,
      // In a process of its own: what esbuild and the API document's generator take, they give back.
      run: () => node(['--import', 'tsx', at('infra', 'bundle.ts')], {}),
    },
    {
      name: 'synth',
      inputs: [...code, at('cdk.json'), distDir],
      output: assembly,
      run: () => node(['--import', 'tsx', at('infra', 'app.ts')], { ...synthEnvironment, CDK_OUTDIR: assembly }),
    },
  ];
  const vite = at('node_modules', 'vite', 'bin', 'vite.js');
  const web: BuildStep = {
    name: 'web',
    inputs: [at('web'), at('shared', 'contracts'), at('shared', 'auth'), at('package-lock.json')],
    output: join(siteFolder, 'index.html'),
    run: () => node([vite, 'build', at('web'), '--logLevel', 'error'], {}),
  };
  const steps = existsSync(at('web', 'index.html')) ? [[web], backend] : [backend];
  await Promise.all(steps.map((sequence) => inOrder(sequence, report)));
  return { assembly, siteFolder };
}

async function inOrder(steps: readonly BuildStep[], report: Report): Promise<void> {
  for (const step of steps) {
    const startedMs = performance.now();
    const ran = await runWhenChanged(step);
    report(ran ? step.name : `${step.name} (unchanged)`, startedMs);
  }
}

/** Runs a script to its end. @throws Error with what it said when it fails */
async function node(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said = `${said}${chunk}`.slice(-8000);
    });
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`${args.at(-1)} failed:\n${said}`);
  }
}
