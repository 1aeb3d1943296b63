// The HTTP client of the API: token, problems as values, conditional reads and retries. All calls of the console use
// it.
import {
  connectionProblem,
  isTransient,
  type Problem,
  problemFrom,
  type Result,
  unreadableProblem,
} from './problem.ts';

export interface ClientOptions {
  /** Base URL without a trailing slash. */
  readonly baseUrl: string;
  readonly token: () => string | null;
  /** Called when the API answers 401 to a request with a token. */
  readonly onUnauthenticated: () => void;
  readonly fetch?: typeof fetch;
  /** Waits before a retry; tests inject one without delay. */
  readonly wait?: (delayMs: number) => Promise<void>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface SendOptions {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One page of an export; `next` is the cursor of the next page. */
export interface TextPage {
  readonly text: string;
  readonly next: string | null;
}

export type SendMethod = 'POST' | 'PATCH' | 'DELETE';

export interface ApiClient {
  /** Reads with `If-None-Match`; an unchanged answer returns the identical object as before. */
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Result<T>>;
  /** Sends a write once; the client never retries it. */
  send<T>(method: SendMethod, path: string, options: SendOptions): Promise<Result<T>>;
  /** Reads a page of text, such as CSV, once. */
  text(path: string, query?: Query, signal?: AbortSignal): Promise<Result<TextPage>>;
  /** Clears the cache, because another person may see other data. */
  forget(): void;
}

interface Remembered {
  readonly etag: string;
  readonly value: unknown;
}

/** The client makes conditional reads itself, so the browser's cache would only interfere. */
const outsideCaches = { cache: 'no-store', credentials: 'omit' } as const;

/** Header with the next cursor of an export; absent at its end. */
const nextCursorHeader = 'x-next-cursor';

const maxRemembered = 60;
/** Three attempts, about 1.2 s of backoff; a longer outage is shown as a problem. */
const retryDelaysMs = [300, 900];
const maxRetryAfterMs = 5000;

export function createClient(options: ClientOptions): ApiClient {
  const call = options.fetch ?? fetch.bind(globalThis);
  const wait = options.wait ?? ((delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)));
  const remembered = new Map<string, Remembered>();

  async function attempt<T>(url: string, init: RequestInit, take: Take<T>): Promise<Attempt<T>> {
    const token = options.token();
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    try {
      const response = await call(url, { ...init, headers, ...outsideCaches });
      if (response.status === 401 && token !== null && token === options.token()) options.onUnauthenticated();
      return await take(response);
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
        const init = { method: 'GET', headers, signal: signal ?? null };
        const result = await attempt(url, init, (response) => read(response, url, remembered));
        const delayMs = retryDelaysMs[tries];
        if (result.ok || delayMs === undefined || !isTransient(result.problem)) return result as Result<T>;
        await wait(result.retryAfterMs ?? delayMs);
      }
    },
    async send<T>(method: SendMethod, path: string, { body, headers }: SendOptions): Promise<Result<T>> {
      const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
      // The answer to a write is not the representation of a later read, so the cache does not keep it.
      return (await attempt(options.baseUrl + path, init, readBody)) as Result<T>;
    },
    text: (path, query = {}, signal) =>
      attempt(options.baseUrl + path + queryString(query), { method: 'GET', signal: signal ?? null }, readText),
    forget: () => remembered.clear(),
  };
}

type Attempt<T> = Result<T> & { readonly retryAfterMs?: number };
type Take<T> = (response: Response) => Promise<Attempt<T>>;

async function readText(response: Response): Promise<Attempt<TextPage>> {
  const text = await response.text();
  if (!response.ok) return failed(problemFrom(response.status, parsed(text)));
  return { ok: true, value: { text, next: response.headers.get(nextCursorHeader) }, etag: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws the stream's error when the connection or the caller aborts during the body */
async function readBody(response: Response): Promise<Attempt<unknown>> {
  const sent = await response.text();
  const body = parsed(sent);
  if (response.ok && (body !== undefined || sent === '')) {
    return { ok: true, value: body, etag: response.headers.get('etag') };
  }
  if (response.ok) return failed(unreadableProblem(response.status));
  const retryAfterMs = retryAfter(response);
  return { ...failed(problemFrom(response.status, body)), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

async function read(response: Response, url: string, remembered: Map<string, Remembered>): Promise<Attempt<unknown>> {
  const known = remembered.get(url);
  if (response.status === 304 && known !== undefined) return { ok: true, ...known };
  const result = await readBody(response);
  if (result.ok && result.etag !== null && response.status === 200) {
    remember(remembered, url, { etag: result.etag, value: result.value });
  }
  return result;
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

/** Builds `?a=1&b=2` from the defined values, or an empty string. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap<[string, string]>(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
