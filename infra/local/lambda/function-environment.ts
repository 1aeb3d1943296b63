// One Lambda execution environment: a worker thread that holds one function and handles one event at a time. A throw,
// an exit, memory exhaustion or a timeout in the thread becomes the outcome of that invocation, never a host crash.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EnvironmentResponse, FunctionError, FunctionSpec, Invocation } from './function-messages.ts';

/** Lambda allows 10 s for initialisation; twice that here, because all functions share two cores. */
const initLimitMs = 20_000;
/** Heap for short-lived objects; a larger one only costs memory for these handlers. */
const youngGenerationMb = 16;

export interface EnvironmentSettings {
  readonly workerPath: string;
  /** AWS_REGION, credentials and endpoints, identical for all functions. */
  readonly variables: Readonly<Record<string, string>>;
  /** Receives the function's output in chunks. Without it the thread sends no output. */
  readonly onOutput?: ((functionName: string, chunk: string) => void) | undefined;
}

export class FunctionEnvironment {
  readonly #spec: FunctionSpec;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #pending: ((response: EnvironmentResponse) => void) | undefined;
  #ended: FunctionError | undefined;
  /** Start of the idle time, in milliseconds since the epoch. */
  idleSinceMs = Date.now();

  constructor(spec: FunctionSpec, settings: EnvironmentSettings) {
    this.#spec = spec;
    const [file = 'index', handlerName = 'handler'] = spec.handler.split('.');
    this.#worker = new Worker(settings.workerPath, {
      workerData: { entry: entryFile(spec.codeFolder, file), handlerName, silent: settings.onOutput === undefined },
      env: { ...settings.variables, ...standardVariables(spec), ...spec.environment },
      // Not the host's own flags, which load the TypeScript compiler.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: spec.memoryMb, maxYoungGenerationSizeMb: youngGenerationMb },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => settings.onOutput?.(spec.name, chunk));
    }
    this.#worker.on('message', (response: EnvironmentResponse) => this.#pending?.(response));
    this.#worker.on('error', (error) => this.#end(crash(error)));
    this.#worker.on('exit', (code) =>
      this.#end(failure('Runtime.ExitError', `the function's environment ended with code ${code}`)),
    );
    this.#ready = this.#init();
    this.#ready.catch(() => undefined);
  }

  /** `false` once the thread has ended or must not be reused. */
  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** Resolves when the handler is loaded. It never rejects: a failed load is the outcome of the first invocation. */
  async started(): Promise<void> {
    await this.#ready.catch(() => undefined);
  }

  async invoke(event: unknown): Promise<Invocation> {
    const requestId = randomUUID();
    await this.started();
    if (this.#ended !== undefined) {
      return { kind: 'error', requestId, error: this.#ended };
    }
    const request = {
      event: JSON.stringify(event),
      context: contextOf(this.#spec, requestId),
      deadlineAtMs: Date.now() + this.#spec.timeoutMs,
    };
    const timedOut = failure('Sandbox.Timedout', timeoutMessage(requestId, this.#spec.timeoutMs));
    const reply = this.#await(this.#spec.timeoutMs, timedOut);
    this.#worker.postMessage(request);
    const response = await reply;
    this.idleSinceMs = Date.now();
    if (response.kind === 'result') {
      return { kind: 'result', requestId, payload: response.payload };
    }
    const error = response.kind === 'ready' ? failure('Runtime.Unknown', 'unexpected answer') : response.error;
    return { kind: 'error', requestId, error };
  }

  async end(): Promise<void> {
    this.#end(failure('Runtime.ExitError', 'the host ended the environment'));
    await this.#worker.terminate();
  }

  async #init(): Promise<void> {
    const slow = failure('Sandbox.Timedout', `the function did not load within ${initLimitMs / 1000} seconds`);
    const response = await this.#await(initLimitMs, slow);
    if (response.kind !== 'ready') {
      const error = 'error' in response ? response.error : slow;
      this.#end(error);
      await this.#worker.terminate();
      throw new Error(error.errorMessage);
    }
  }

  /** Returns the next message, or an error when the thread ends or the timeout expires (which ends the thread). */
  #await(limitMs: number, late: FunctionError): Promise<EnvironmentResponse> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#end(late);
        void this.#worker.terminate();
      }, limitMs);
      this.#pending = (response) => {
        clearTimeout(timer);
        this.#pending = undefined;
        resolve(response);
      };
    });
  }

  #end(error: FunctionError): void {
    this.#ended ??= error;
    this.#pending?.({ kind: 'error', error: this.#ended });
  }
}

function entryFile(folder: string, file: string): string {
  const names = [`${file}.mjs`, `${file}.js`, `${file}.cjs`].map((name) => join(folder, name));
  return names.find((path) => existsSync(path)) ?? join(folder, `${file}.mjs`);
}

function standardVariables(spec: FunctionSpec): Readonly<Record<string, string>> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'embedded',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    LAMBDA_TASK_ROOT: spec.codeFolder,
    _HANDLER: spec.handler,
    TZ: 'UTC',
  };
}

function contextOf(spec: FunctionSpec, requestId: string): Readonly<Record<string, string>> {
  return {
    awsRequestId: requestId,
    functionName: spec.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: spec.arn,
    memoryLimitInMB: String(spec.memoryMb),
    logGroupName: `/aws/lambda/${spec.name}`,
    logStreamName: 'embedded',
  };
}

function timeoutMessage(requestId: string, timeoutMs: number): string {
  return `${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}

function crash(error: unknown): FunctionError {
  const { name, message, stack, code } = error as NodeJS.ErrnoException;
  const type = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime.OutOfMemory' : `Runtime.${name ?? 'Error'}`;
  return { errorType: type, errorMessage: message ?? String(error), trace: (stack ?? '').split('\n') };
}

function failure(errorType: string, errorMessage: string): FunctionError {
  return { errorType, errorMessage, trace: [] };
}
