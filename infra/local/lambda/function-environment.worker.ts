// Runs in the worker thread of one function environment: loads the handler once, then handles one event at a time.
// It must import only Node modules, because every cold start loads it.
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { EnvironmentRequest, EnvironmentResponse, FunctionError } from './function-messages.ts';

type Handler = (event: unknown, context: object) => unknown;

interface Settings {
  readonly entry: string;
  readonly handlerName: string;
  /** The host discards the function's output. */
  readonly silent: boolean;
}

const { entry, handlerName, silent } = workerData as Settings;

/** Skips the message to the host's thread when nobody reads the output. */
function dropOutput(): void {
  const drop = ((...args: readonly unknown[]) => {
    const done = args.at(-1);
    if (typeof done === 'function') {
      process.nextTick(done as () => void);
    }
    return true;
  }) as typeof process.stdout.write;
  process.stdout.write = drop;
  process.stderr.write = drop;
}

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(entry).href)) as Readonly<Record<string, unknown>>;
  const handler = module[handlerName];
  if (typeof handler !== 'function') {
    throw new Error(`${handlerName} is not a function exported by ${entry}`);
  }
  return handler as Handler;
}

async function answer(handler: Handler, request: EnvironmentRequest): Promise<EnvironmentResponse> {
  try {
    const context = {
      ...request.context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, request.deadlineAtMs - Date.now()),
    };
    const result = await handler(JSON.parse(request.event), context);
    return { kind: 'result', payload: JSON.stringify(result ?? null) };
  } catch (error) {
    return { kind: 'error', error: describe(error) };
  }
}

function describe(error: unknown): FunctionError {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: 'Error', errorMessage: String(error), trace: [] };
}

function send(response: EnvironmentResponse): void {
  parentPort?.postMessage(response);
}

if (silent) {
  dropOutput();
}
try {
  const handler = await load();
  parentPort?.on('message', (request: EnvironmentRequest) => {
    void answer(handler, request).then(send);
  });
  send({ kind: 'ready' });
} catch (error) {
  // Keeps the thread alive until the host ends it: a thread that exits on its own may lose its last message.
  parentPort?.ref();
  parentPort?.on('message', () => undefined);
  send({ kind: 'init-error', error: describe(error) });
}
