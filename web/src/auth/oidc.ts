// OpenID Connect sign-in in the browser: authorization code flow with PKCE and discovery.
import type { OidcConfig } from '../state/config.ts';
import { authorizationUrl, codeOf, type Discovery, type PendingSignIn, sessionFrom } from './oidc-rules.ts';
import type { Session } from './session.ts';

const pendingKey = 'hub.sign-in';

/** Redirects to the authority. @throws Error when the authority is unreachable or its discovery document is invalid. */
export async function beginSignIn(config: OidcConfig): Promise<void> {
  const discovery = await discover(config);
  const pending: PendingSignIn = {
    state: randomText(),
    nonce: randomText(),
    codeVerifier: randomText(),
    redirectUri: location.origin + location.pathname,
    returnTo: location.hash,
  };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const challenge = base64Url(await sha256(pending.codeVerifier));
  location.assign(authorizationUrl(config, discovery, pending, challenge));
}

/** Completes a sign-in when the address holds the authority's answer; returns null otherwise. */
export async function completeSignIn(config: OidcConfig): Promise<Session | null> {
  const answer = new URLSearchParams(location.search);
  const stored = sessionStorage.getItem(pendingKey);
  if (!answer.has('state') || stored === null) return null;
  sessionStorage.removeItem(pendingKey);
  const pending = JSON.parse(stored) as PendingSignIn;
  history.replaceState(null, '', pending.redirectUri + pending.returnTo);
  const code = codeOf(answer, pending);
  const discovery = await discover(config);
  const response = await fetch(discovery.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: config.clientId,
      code,
      code_verifier: pending.codeVerifier,
      redirect_uri: pending.redirectUri,
    }),
  });
  if (!response.ok) throw new Error(`the authority refused the code with ${response.status}`);
  return sessionFrom(await response.json(), pending, config, discovery, Date.now());
}

async function discover(config: OidcConfig): Promise<Discovery> {
  const response = await fetch(`${config.authority}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the authority's discovery document answered ${response.status}`);
  const discovery = (await response.json()) as Discovery;
  // A document with another issuer would send the code elsewhere.
  if (discovery.issuer.replace(/\/+$/, '') !== config.authority) throw new Error('the authority names another issuer');
  return discovery;
}

/** 256 bits. */
const randomText = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
