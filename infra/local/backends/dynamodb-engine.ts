// Runs DynamoDB with Streams locally: the dynoxide binary as a child process on a file in the data folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from '../process/free-port.ts';
import { awsClient } from './aws-json.ts';
import { isNewDatabase, maintainDatabase } from './dynamodb-file.ts';

export interface DynamoDbEngine {
  readonly endpoint: string;
  /** Process id of the engine; absent for an engine that the host did not start. */
  readonly pid: number | undefined;
  readonly warning: string | undefined;
  /** Resolves with a message when the engine exits on its own; pending otherwise. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
  /** Kills the engine with SIGKILL. */
  kill(): Promise<void>;
}

/** Generous: the engine starts in 0.1 s on an idle machine. */
const startLimitMs = 15_000;

/**
 * @param readUpTo Per table, the position up to which every mapping has read the stream; it deletes older records
 * @throws Error with the remedy when the binary, the platform or the file prevents a start
 */
export async function startDynamoDb(
  dataFolder: string,
  readUpTo: Readonly<Record<string, number>>,
): Promise<DynamoDbEngine> {
  const binary = findBinary();
  const file = join(dataFolder, 'dynamodb', 'hub.sqlite');
  mkdirSync(dirname(file), { recursive: true });
  if (isNewDatabase(file)) {
    const first = await run(binary, file);
    await first.stop();
  }
  const warning = maintainDatabase(file, readUpTo);
  return { ...(await run(binary, file)), warning };
}

/** Connects to an engine that runs outside the host, e.g. DynamoDB Local. */
export async function useDynamoDb(url: string): Promise<DynamoDbEngine> {
  const client = awsClient('dynamodb', url);
  try {
    await client.call('ListTables', { Limit: 1 });
  } catch (cause) {
    throw new Error(`no DynamoDB answers at ${url} (--dynamodb)`, { cause });
  } finally {
    client.close();
  }
  const nothing = async () => undefined;
  return {
    endpoint: url,
    pid: undefined,
    warning: undefined,
    died: new Promise(() => undefined),
    stop: nothing,
    kill: nothing,
  };
}

function findBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const binary = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide');
    if (existsSync(binary)) {
      return binary;
    }
  } catch {
    // The error below states the remedy.
  }
  throw new Error(
    `there is no embedded DynamoDB for ${process.platform} ${process.arch} here (package ${name}); ` +
      'start DynamoDB Local yourself and give its address: npm start -- --dynamodb http://127.0.0.1:8042',
  );
}

async function run(binary: string, file: string): Promise<Omit<DynamoDbEngine, 'warning'>> {
  const port = await freePort();
  // A separate process group: Ctrl-C must reach the host only, which lets running work finish first.
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '-p', String(port), '--db-path', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = `${said}${chunk}`.slice(-2000);
  });
  const exit = once(child, 'exit');
  const died = exit.then(
    ([code, signal]) => `the DynamoDB engine exited unexpectedly (${code ?? signal}): ${said.trim()}`,
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(endpoint, died, file);
  const guard = guardAgainstOrphan(child);
  const end = async (signal: NodeJS.Signals) => {
    guard.kill('SIGKILL');
    child.kill(signal);
    await exit;
  };
  return { endpoint, pid: child.pid, died, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function untilAnswers(endpoint: string, died: Promise<string>, file: string): Promise<void> {
  const client = awsClient('dynamodb', endpoint);
  let failed: string | undefined;
  void died.then((message) => {
    failed = message;
  });
  const deadline = Date.now() + startLimitMs;
  try {
    while (true) {
      const answers = await client.call('ListTables', { Limit: 1 }).then(
        () => true,
        () => false,
      );
      if (answers) {
        return;
      }
      if (failed !== undefined || Date.now() > deadline) {
        throw new Error(
          `DynamoDB did not start on ${file}: ${failed ?? 'no answer'}; if the file is broken, start over with npm run reset or --fresh`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    client.close();
  }
}

/** Starts a shell that reads from this process: when the host dies the pipe closes, and the shell kills the engine. */
function guardAgainstOrphan(engine: ChildProcess): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', `read -r _; kill -9 ${engine.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.unref();
  return guard;
}
