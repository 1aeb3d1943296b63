// The one place that calls the API: token, problems as values, conditional reads and careful retries.
import { connectionProblem, isTransient, type Problem, problemFrom, type Result } from './problem.ts';

export interface ClientOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: () => string | null;
  /** Called when an answer is 401 although a token was sent. */
  readonly onUnauthenticated: () => void;
  readonly fetch?: typeof fetch;
  /** Waits before a retry; tests pass one that does not. */
  readonly wait?: (delayMs: number) => Promise<void>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface SendOptions {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiClient {
  /** Reads with `If-None-Match`: an unchanged answer is the very same object as last time. */
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Result<T>>;
  /** Changes something; never repeated by itself. */
  send<T>(method: 'POST' | 'PATCH', path: string, options: SendOptions): Promise<Result<T>>;
  /** Forgets what was read, as another person may see other things. */
  forget(): void;
}

interface Remembered {
  readonly etag: string;
  readonly value: unknown;
}

/** Conditional reads are made here, so the browser's own cache would only answer in their place. */
const outsideCaches = { cache: 'no-store', credentials: 'omit' } as const;

const maxRemembered = 60;
/** Three tries in all, about 1.2 s of waiting: a read that takes longer is better shown as a problem. */
const retryDelaysMs = [300, 900];
const maxRetryAfterMs = 5000;

export function createClient(options: ClientOptions): ApiClient {
  const call = options.fetch ?? fetch.bind(globalThis);
  const wait = options.wait ?? ((delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)));
  const remembered = new Map<string, Remembered>();

  async function attempt(url: string, init: RequestInit): Promise<Result<unknown> & { retryAfterMs?: number }> {
    const token = options.token();
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    try {
      const response = await call(url, { ...init, headers, ...outsideCaches });
      if (response.status === 401 && token !== null && token === options.token()) options.onUnauthenticated();
      return await read(response, url, remembered);
    } catch {
      return failed(connectionProblem(init.signal?.aborted === true));
    }
  }

  return {
    async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Result<T>> {
      const url = options.baseUrl + path + queryString(query);
      for (let tries = 0; ; tries += 1) {
        const known = remembered.get(url);
        const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known.etag };
        const result = await attempt(url, { method: 'GET', headers, signal: signal ?? null });
        const delayMs = retryDelaysMs[tries];
        if (result.ok || delayMs === undefined || !isTransient(result.problem)) return result as Result<T>;
        await wait(result.retryAfterMs ?? delayMs);
      }
    },
    async send<T>(method: 'POST' | 'PATCH', path: string, { body, headers }: SendOptions): Promise<Result<T>> {
      const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
      return (await attempt(options.baseUrl + path, init)) as Result<T>;
    },
    forget: () => remembered.clear(),
  };
}

async function read(
  response: Response,
  url: string,
  remembered: Map<string, Remembered>,
): Promise<Result<unknown> & { retryAfterMs?: number }> {
  const known = remembered.get(url);
  if (response.status === 304 && known !== undefined) return { ok: true, ...known };
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const retryAfterMs = retryAfter(response);
    return { ...failed(problemFrom(response.status, body)), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  const etag = response.headers.get('etag');
  if (etag !== null && response.status === 200) remember(remembered, url, { etag, value: body });
  return { ok: true, value: body, etag };
}

const failed = (problem: Problem): Result<never> => ({ ok: false, problem });

function remember(remembered: Map<string, Remembered>, url: string, entry: Remembered): void {
  remembered.delete(url);
  remembered.set(url, entry);
  const oldest = remembered.keys().next();
  if (remembered.size > maxRemembered && oldest.done !== true) remembered.delete(oldest.value);
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(maxRetryAfterMs, Math.max(0, seconds * 1000)) : undefined;
}

/** `?a=1&b=2` of what is defined, or nothing. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap<[string, string]>(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
