// Fetches an issuer's JSON Web Key Set over https.
import type { JWK } from 'jose';
import { HubError } from '../errors/hub-error.ts';
import type { KeySource } from './signing-keys.ts';

const timeoutMs = 3000;
const largestAnswer = 65_536;

/**
 * @param url `JWKS_URL`; it must be https, because otherwise an attacker on the network could replace the keys.
 * @throws Error at cold start for another scheme. The returned source throws `AUTH.KEYS_UNAVAILABLE` (transient).
 */
export function fetchKeys(url: string, request: typeof fetch = fetch): KeySource {
  if (new URL(url).protocol !== 'https:') throw new Error('JWKS_URL must start with https://');
  return async () => {
    try {
      const response = await request(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      if (!response.ok || text.length > largestAnswer) throw new Error(`the issuer answered ${response.status}`);
      return keysIn(JSON.parse(text));
    } catch (cause) {
      throw new HubError({
        kind: 'transient',
        code: 'AUTH.KEYS_UNAVAILABLE',
        message: "the token issuer's keys cannot be read right now; try again in a moment",
        cause,
      });
    }
  };
}

function keysIn(set: unknown): readonly JWK[] {
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('the issuer answered without keys');
  return keys as readonly JWK[];
}
