// A client of the hub's public API for end-to-end tests and tools.
export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface HubClient {
  readonly apiUrl: string;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { readonly body?: unknown; readonly rawBody?: string; readonly headers?: Record<string, string> },
  ): Promise<Answer<T>>;
}

export type RoleName = 'viewer' | 'operator' | 'approver' | 'admin';

/**
 * A client with the token of a role; without a role it sends no token.
 * @param name Another person than the role's default
 */
export async function hubClient(apiUrl: string, role?: RoleName, name?: string): Promise<HubClient> {
  const base = apiUrl.replace(/\/$/, '');
  const token = role === undefined ? undefined : await tokenFor(base, role, name);
  return {
    apiUrl: base,
    call: async (method, path, options = {}) => {
      const body = options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
      const response = await fetch(base + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parsed(text) as never };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function tokenFor(base: string, role: RoleName, name: string | undefined): Promise<string> {
  const response = await fetch(`${base}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, ...(name === undefined ? {} : { name }) }),
  });
  const { access_token } = (await response.json()) as { access_token?: string };
  if (access_token === undefined) throw new Error(`no token for ${role}: the sign-in answered ${response.status}`);
  return access_token;
}

/** Polls until the answer is good or the deadline expires. */
export async function eventually<T>(
  read: () => Promise<T>,
  good: (value: T) => boolean,
  options: { readonly deadlineMs?: number; readonly everyMs?: number; readonly what?: string } = {},
): Promise<T> {
  const { deadlineMs = 60_000, everyMs = 50, what = 'it' } = options;
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() > end)
      throw new Error(
        `${what} did not come about in ${deadlineMs} ms; last seen ${JSON.stringify(value)?.slice(0, 400)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
