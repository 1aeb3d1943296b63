// Rules of an OpenID Connect sign-in without the browser: builds the request and validates the answers. The id token
// comes straight from the token endpoint over TLS; these rules check nonce, issuer, audience and expiry, and the API
// verifies the access token's signature on every call.
import type { OidcConfig } from '../state/config.ts';
import type { Session } from './session.ts';
import { actorOf, type Claims, claimsOf, nameOf, roleOf } from './token.ts';

export interface Discovery {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

/** Kept in sessionStorage while the person is at the authority. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** Hash of the page to return to. */
  readonly returnTo: string;
}

export function authorizationUrl(
  config: OidcConfig,
  discovery: Discovery,
  pending: PendingSignIn,
  challenge: string,
): string {
  const url = new URL(discovery.authorization_endpoint);
  const query = {
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: pending.redirectUri,
    scope: config.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** @throws Error when the answer belongs to another request or is a refusal. */
export function codeOf(answer: URLSearchParams, pending: PendingSignIn): string {
  if (answer.get('state') !== pending.state) throw new Error('the answer belongs to another sign-in');
  const error = answer.get('error');
  if (error !== null) throw new Error(answer.get('error_description') ?? error);
  const code = answer.get('code');
  if (code === null || code === '') throw new Error('the authority sent no code');
  return code;
}

/** @throws Error when the id token was not issued for this sign-in. */
export function sessionFrom(
  answer: unknown,
  pending: PendingSignIn,
  config: OidcConfig,
  discovery: Discovery,
  nowMs: number,
): Session {
  const { access_token, id_token, expires_in } = answer as Readonly<Record<string, unknown>>;
  const identity = typeof id_token === 'string' ? claimsOf(id_token) : null;
  if (typeof access_token !== 'string' || identity === null) throw new Error('the authority sent no usable token');
  checkIdentity(identity, pending, config, discovery, nowMs);
  // The API sees only the access token, so the console derives the role from it as well.
  const access = claimsOf(access_token) ?? {};
  const lifetimeSeconds = typeof expires_in === 'number' ? expires_in : 3600;
  return {
    accessToken: access_token,
    expiresAtMs: nowMs + lifetimeSeconds * 1000,
    name: nameOf(identity),
    actor: actorOf(access),
    role: roleOf(access, config.roleClaim),
  };
}

function checkIdentity(
  identity: Claims,
  pending: PendingSignIn,
  config: OidcConfig,
  discovery: Discovery,
  nowMs: number,
) {
  if (identity['nonce'] !== pending.nonce) throw new Error('the id token belongs to another sign-in');
  if (identity['iss'] !== discovery.issuer) throw new Error('the id token has another issuer');
  if (![identity['aud']].flat().includes(config.clientId)) throw new Error('the id token is for another client');
  if (typeof identity['exp'] !== 'number' || identity['exp'] * 1000 <= nowMs) throw new Error('the id token expired');
}
