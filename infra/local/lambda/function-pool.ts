// Dispatches each event to a free environment of its function. It starts environments while events wait, ends idle
// ones, and counts invocations exactly.
import { randomUUID } from 'node:crypto';
import { type EnvironmentSettings, FunctionEnvironment } from './function-environment.ts';
import type { FunctionSpec, Invocation } from './function-messages.ts';

export interface PoolSettings extends EnvironmentSettings {
  /**
   * Maximum environments of one function. More would only cost memory on two cores: one writer serves the table.
   * @default 4
   */
  readonly maxEnvironments?: number;
  /** Idle milliseconds after which environments beyond a function's first end. @default 15000 */
  readonly spareIdleMs?: number;
  /** Idle milliseconds after which a function's last environment ends. @default 300000 */
  readonly lastIdleMs?: number;
  /** Maximum events of one function that wait for an environment; further invocations are throttled. @default 1000 */
  readonly maxWaiting?: number;
  /** Called after every invocation with the number of running ones; stream mappings then poll. */
  readonly onInvoked?: (functionName: string, running: number) => void;
}

interface Waiting {
  readonly event: unknown;
  readonly resolve: (invocation: Invocation) => void;
}

interface Entry {
  readonly spec: FunctionSpec;
  readonly idle: FunctionEnvironment[];
  readonly all: Set<FunctionEnvironment>;
  readonly waiting: Waiting[];
  starting: number;
}

/** Maximum environments of one function that load concurrently; loading is CPU-bound. */
const maxStarting = 2;

export class FunctionPool {
  readonly #functions = new Map<string, Entry>();
  readonly #settings: PoolSettings;
  readonly #sweeper: NodeJS.Timeout;
  readonly #running = new Set<Promise<unknown>>();
  /** Number of invocations by function name since the start. */
  readonly invocations: Record<string, number> = {};
  #stopped = false;

  constructor(specs: readonly FunctionSpec[], settings: PoolSettings) {
    this.#settings = settings;
    for (const spec of specs) {
      this.#functions.set(spec.name, { spec, idle: [], all: new Set(), waiting: [], starting: 0 });
      this.invocations[spec.name] = 0;
    }
    this.#sweeper = setInterval(() => this.#endIdle(), Math.min(5000, settings.spareIdleMs ?? 5000)).unref();
  }

  /** Number of live environments by function name. */
  environments(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#functions].map(([name, { all }]) => [name, all.size]));
  }

  /**
   * @param gone When it aborts, a waiting event is dropped; an event that a function has received is not
   * @throws Error when the template has no such function or the host is stopping
   */
  async invoke(name: string, event: unknown, gone?: AbortSignal): Promise<Invocation> {
    const entry = this.#functions.get(name);
    if (entry === undefined || this.#stopped) {
      throw new Error(this.#stopped ? 'the host is stopping' : `there is no function ${name} in the template`);
    }
    if (entry.idle.length === 0 && entry.waiting.length >= (this.#settings.maxWaiting ?? 1000)) {
      return { ...refusal('TooManyRequestsException', 'too many events wait for this function'), throttled: true };
    }
    const outcome = new Promise<Invocation>((resolve) => wait(entry, { event, resolve }, gone));
    this.#running.add(outcome);
    this.#dispatch(entry);
    const invocation = await outcome;
    this.#running.delete(outcome);
    this.#settings.onInvoked?.(name, this.#running.size);
    return invocation;
  }

  /** Waits for running events until the deadline, then ends every environment. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweeper);
    const deadline = new Promise((resolve) => setTimeout(resolve, deadlineMs).unref());
    await Promise.race([Promise.allSettled(this.#running), deadline]);
    const ends = [...this.#functions.values()].flatMap(({ all }) => [...all].map((environment) => environment.end()));
    await Promise.all(ends);
  }

  #dispatch(entry: Entry): void {
    while (entry.waiting.length > 0) {
      const environment = entry.idle.pop();
      if (environment === undefined) {
        break;
      }
      const next = entry.waiting.shift();
      if (next !== undefined) {
        void this.#run(entry, environment, next);
      }
    }
    const limit = this.#settings.maxEnvironments ?? 4;
    while (entry.waiting.length > entry.starting && entry.starting < maxStarting && entry.all.size < limit) {
      void this.#start(entry);
    }
  }

  async #start(entry: Entry): Promise<void> {
    const environment = new FunctionEnvironment(entry.spec, this.#settings);
    entry.all.add(environment);
    entry.starting += 1;
    await environment.started();
    entry.starting -= 1;
    entry.idle.push(environment);
    this.#dispatch(entry);
  }

  async #run(entry: Entry, environment: FunctionEnvironment, { event, resolve }: Waiting): Promise<void> {
    const { name } = entry.spec;
    this.invocations[name] = (this.invocations[name] ?? 0) + 1;
    const invocation = await environment.invoke(event);
    if (environment.alive) {
      entry.idle.push(environment);
    } else {
      entry.all.delete(environment);
    }
    resolve(invocation);
    this.#dispatch(entry);
  }

  #endIdle(): void {
    const { spareIdleMs = 15_000, lastIdleMs = 300_000 } = this.#settings;
    for (const entry of this.#functions.values()) {
      // Oldest first: dispatch takes environments from the other end of the list.
      for (const environment of [...entry.idle]) {
        const idleMs = Date.now() - environment.idleSinceMs;
        if (!environment.alive || idleMs >= (entry.all.size > 1 ? spareIdleMs : lastIdleMs)) {
          entry.idle.splice(entry.idle.indexOf(environment), 1);
          entry.all.delete(environment);
          void environment.end();
        }
      }
    }
  }
}

/** Queues the event, and leaves the queue when the caller is gone. */
function wait({ waiting }: Entry, place: Waiting, gone: AbortSignal | undefined): void {
  const leave = () => {
    const at = waiting.indexOf(place);
    if (at !== -1) {
      waiting.splice(at, 1);
      place.resolve(refusal('Client.Gone', 'the client disconnected before the function received the event'));
    }
  };
  waiting.push(place);
  gone?.addEventListener('abort', leave, { once: true });
  if (gone?.aborted === true) {
    leave();
  }
}

function refusal(errorType: string, errorMessage: string): Extract<Invocation, { readonly kind: 'error' }> {
  return { kind: 'error', requestId: randomUUID(), error: { errorType, errorMessage, trace: [] } };
}
