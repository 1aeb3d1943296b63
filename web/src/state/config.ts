// The site's configuration: read once at start from config.json beside the page.

export interface OidcConfig {
  readonly kind: 'oidc';
  /** Issuer URL; its discovery document is below `/.well-known/`. */
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
  /** Claim of the access token with the person's role; the API reads the same claim. @default role */
  readonly roleClaim: string;
  readonly signOutUrl?: string;
}

export interface HubConfig {
  /** URL without a trailing slash. */
  readonly apiUrl: string;
  readonly stage: string;
  readonly auth: { readonly kind: 'development' } | OidcConfig;
  /** Size limit of a document, in bytes. @default 10 MiB */
  readonly documentLimitBytes: number;
}

const revalidated = { cache: 'no-cache' } as const;

type Json = Readonly<Record<string, unknown>>;

/** @throws Error with a message for the administrator of the site. */
export async function loadConfig(): Promise<HubConfig> {
  const response = await fetch('./config.json', { credentials: 'same-origin', ...revalidated });
  if (!response.ok) throw new Error(`config.json answered ${response.status}; it belongs beside index.html`);
  return parseConfig(await response.json());
}

/** @throws Error that names the invalid member. */
export function parseConfig(input: unknown): HubConfig {
  const source = asObject(input, 'config.json');
  return {
    apiUrl: member(source, 'apiUrl').replace(/\/+$/, ''),
    stage: member(source, 'stage'),
    auth: parseAuth(asObject(source['auth'], 'auth')),
    documentLimitBytes: limit(source['documentLimitBytes']),
  };
}

function parseAuth(auth: Json): HubConfig['auth'] {
  const kind = member(auth, 'kind');
  if (kind === 'development') return { kind };
  if (kind !== 'oidc') throw new Error(`config.json: auth.kind is "${kind}"; allowed are development and oidc`);
  const { roleClaim, signOutUrl } = auth;
  return {
    kind,
    authority: member(auth, 'authority').replace(/\/+$/, ''),
    clientId: member(auth, 'clientId'),
    scope: member(auth, 'scope'),
    roleClaim: typeof roleClaim === 'string' && roleClaim !== '' ? roleClaim : 'role',
    ...(typeof signOutUrl === 'string' && signOutUrl !== '' ? { signOutUrl } : {}),
  };
}

const defaultLimitBytes = 10 * 1024 * 1024;

const limit = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : defaultLimitBytes;

function asObject(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null) throw new Error(`${name} must be an object`);
  return value as Json;
}

function member(source: Json, name: string): string {
  const value = source[name];
  if (typeof value !== 'string' || value === '') throw new Error(`config.json: "${name}" must be a text`);
  return value;
}
