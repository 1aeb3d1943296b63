// A light client of the hub's public API for demonstration and load runs: kept-alive connections, one user.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type RoleName = 'viewer' | 'operator' | 'approver' | 'admin';

export interface HubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON body of the answer; an empty object without one. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubApi {
  /** Without a final slash. */
  readonly url: string;
  call(method: string, path: string, options?: CallOptions): Promise<HubAnswer>;
  /** Uses the same connections with a token for a demonstration role. @throws Error when the hub issues none */
  as(role: RoleName): Promise<HubApi>;
  close(): void;
}

/** Timeout for an answer: API Gateway itself gives up after 29 s. */
const answerLimitMs = 35_000;

/**
 * @param url Origin and stage of the API, e.g. `http://127.0.0.1:8000`
 * @param connections Open at a time at most. @default 64
 */
export function hubApi(url: string, connections = 64): HubApi {
  const base = url.replace(/\/+$/, '');
  const secure = new URL(base).protocol === 'https:';
  const settings = { keepAlive: true, maxSockets: connections };
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
  const send = secure ? httpsRequest : httpRequest;
  const call = (method: string, path: string, options: CallOptions, token?: string): Promise<HubAnswer> => {
    const text = options.body === undefined ? undefined : JSON.stringify(options.body);
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...options.headers,
    };
    return new Promise((resolve, reject) => {
      const outgoing = send(base + path, { method, agent, headers, timeout: answerLimitMs }, (incoming) => {
        read(incoming).then(resolve, reject);
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${answerLimitMs / 1000} s`)));
      outgoing.on('error', (cause) => reject(unreachable(base, cause)));
      outgoing.end(text);
    });
  };
  const client = (token?: string): HubApi => ({
    url: base,
    call: (method, path, options = {}) => call(method, path, options, token),
    as: async (role) => client(await tokenOf(role, (body) => call('POST', '/dev/token', { body }))),
    close: () => agent.destroy(),
  });
  return client();
}

async function read(incoming: IncomingMessage): Promise<HubAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return { status: incoming.statusCode ?? 0, headers: Object.fromEntries(headers), body: parsed(text) };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { text };
  } catch {
    return text === '' ? {} : { text };
  }
}

async function tokenOf(role: RoleName, ask: (body: object) => Promise<HubAnswer>): Promise<string> {
  const { status, body } = await ask({ role });
  if (typeof body['access_token'] !== 'string') {
    throw new Error(
      `the hub gives no token for ${role} (status ${status}); /dev/token exists in the development stage only`,
    );
  }
  return body['access_token'];
}

function unreachable(url: string, cause: Error): Error {
  const refused = (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  const hint = refused ? 'start one with npm start, or name another with --api URL' : cause.message;
  return new Error(`no hub answers at ${url}: ${hint}`, { cause });
}

/** Formats a refusal of the hub in one line. */
export function refusalOf({ status, body }: HubAnswer): string {
  const detail = body['detail'] ?? body['title'] ?? body['message'] ?? '';
  return `${status} ${String(body['code'] ?? '')} ${String(detail)}`.replaceAll(/\s+/g, ' ').trim();
}
