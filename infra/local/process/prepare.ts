// Builds the host's inputs when their sources changed: bundles, the synthesised assembly, the dashboard.
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

/** Interval of the check whether another start has finished its build. */
const lookEveryMs = 100;

/**
 * Serialises concurrent builds: one start builds, and the others wait and find nothing to do.
 * @param report Receives each step with its duration.
 */
export async function prepare(report: Report): Promise<Prepared> {
  const lock = join(cacheFolder, 'building');
  mkdirSync(cacheFolder, { recursive: true });
  const startedMs = performance.now();
  let waiting = false;
  for (let holder = lockOf(lock); holder !== undefined; holder = lockOf(lock)) {
    if (!waiting) report(`waiting for the build of process ${holder.pid}`, startedMs);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  try {
    return await build(report);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A read-only checkout cannot build, so it needs no lock. */
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
  // The build steps do not depend on this folder.
  const infra = readdirSync(at('infra')).filter((name) => name !== 'local');
  const code = [...shared, ...infra.map((name) => at('infra', name))];
  const assembly = join(cacheFolder, 'assembly');
  const siteFolder = at('web', 'dist');
  const backend: readonly BuildStep[] = [
    {
      name: 'bundle',
      inputs: code,
      output: distDir,
      // A separate process frees the memory of esbuild and the OpenAPI generator.
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

/** Runs a script to its end. @throws Error with its output when it fails */
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
