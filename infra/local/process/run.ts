// Runs `npm start`: builds changed parts, starts the host, seeds an empty store, reports readiness and stops cleanly.
import { resolve } from 'node:path';
import { startHost } from './host.ts';
import type { RunningHost } from './host-model.ts';
import { createLog, elapsed } from './log.ts';
import { prepare } from './prepare.ts';
import { seed } from './seed.ts';
import { readOptions, type StartOptions, usage } from './start-options.ts';

/** @param args Command line arguments, without node and script */
export async function run(args: readonly string[]): Promise<void> {
  // Lambda runs in UTC; threads share the time zone of the process.
  process.env['TZ'] = 'UTC';
  try {
    const options = readOptions(args);
    if (options.help) {
      process.stdout.write(usage);
      return;
    }
    await serve(options);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function serve(options: StartOptions): Promise<void> {
  const log = createLog((line) => process.stderr.write(`${line}\n`), options.verbose);
  const startedMs = performance.now();
  const report = (step: string, sinceMs: number) => log.line(`${step} ${elapsed(sinceMs)}`);
  const prepared =
    options.assembly === undefined ? await prepare(report) : { assembly: resolve(options.assembly), siteFolder: '' };
  const hostMs = performance.now();
  const { visibilityTimeoutSeconds, dynamodbUrl } = options;
  const host: RunningHost = await startHost({
    assembly: prepared.assembly,
    dataDir: resolve(options.dataDir),
    port: options.port,
    webPort: options.webPort,
    fresh: options.fresh,
    log,
    onFatal: (message) => {
      process.stderr.write(`\n${message}; accepted submissions are safe, start the hub again\n`);
      void host.kill().finally(() => process.exit(1));
    },
    ...(prepared.siteFolder !== '' && { siteFolder: prepared.siteFolder }),
    ...(dynamodbUrl !== undefined && { dynamodbUrl }),
    ...(visibilityTimeoutSeconds !== undefined && { visibilityTimeoutSeconds }),
  });
  report('host', hostMs);
  endOnSignals(host);
  if (options.seed && host.empty) {
    const seedMs = performance.now();
    await seed(host.apiUrl).catch(async (error: Error) => {
      await host.stop();
      throw new Error(`seeding failed: ${error.message}; --no-seed starts without the demonstration`, { cause: error });
    });
    report('seed', seedMs);
  }
  log.line(`ready after ${elapsed(startedMs)}; Ctrl-C stops the hub, its data stay in ${options.dataDir}`);
  process.stdout.write(`ready api=${host.apiUrl} web=${host.siteUrl}\n`);
}

/** The first signal stops the host cleanly; a second one stops it at once. */
function endOnSignals(host: RunningHost): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) {
        process.exit(1);
      }
      ending = true;
      process.stderr.write('\nwaiting for running work to finish ...\n');
      void host.stop().finally(() => process.exit(0));
    });
  }
}
