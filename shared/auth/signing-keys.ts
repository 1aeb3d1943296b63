// Caches the issuer's public keys. Any number of unknown key ids causes at most one request to the source per cooldown.
import { type CryptoKey, errors, importJWK, type JWK } from 'jose';

/** Reads public keys: from the issuer's URL, or from the table in the development stage. */
export type KeySource = () => Promise<readonly JWK[]>;

export interface SigningKeys {
  /** @throws JWKSNoMatchingKey (jose) when the issuer has no such key; the source's error while no keys are cached. */
  find(keyId: string | undefined, algorithm: string | undefined): Promise<CryptoKey>;
}

export interface SigningKeysOptions {
  /** Time to live of cached keys, in milliseconds. */
  readonly ttlMs: number;
  /** Minimum time between two requests to the source, in milliseconds. */
  readonly cooldownMs: number;
  readonly nowMs?: () => number;
}

const keyTypes: Readonly<Record<string, string>> = { ES256: 'EC', RS256: 'RSA' };

interface KnownKeys {
  readonly loadedMs: number;
  readonly jwks: readonly JWK[];
  readonly imported: Map<string, Promise<CryptoKey>>;
}

export function signingKeys(source: KeySource, options: SigningKeysOptions): SigningKeys {
  const nowMs = options.nowMs ?? Date.now;
  let known: KnownKeys | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<KnownKeys> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const load = async (): Promise<KnownKeys> => {
    try {
      const jwks = await source();
      failure = undefined;
      return { jwks, loadedMs: nowMs(), imported: new Map() };
    } catch (error) {
      // Expired keys stay in use while the source is unavailable.
      if (known !== undefined) return known;
      failure = { error };
      throw error;
    } finally {
      asking = undefined;
    }
  };
  const ask = async (): Promise<KnownKeys> => {
    if (asking === undefined) {
      askedMs = nowMs();
      asking = load();
    }
    known = await asking;
    return known;
  };
  const mayAsk = (): boolean => asking !== undefined || nowMs() - askedMs >= options.cooldownMs;
  const current = async (): Promise<KnownKeys> => {
    if (known !== undefined && (nowMs() - known.loadedMs < options.ttlMs || !mayAsk())) return known;
    if (failure !== undefined && !mayAsk()) throw failure.error;
    return ask();
  };

  return {
    find: async (keyId, algorithm) => {
      if (keyId === undefined || algorithm === undefined) throw new errors.JWKSNoMatchingKey();
      const keys = await current();
      const jwk = matching(keys.jwks, keyId, algorithm);
      if (jwk !== undefined) return imported(keys, jwk, algorithm);
      if (!mayAsk()) throw new errors.JWKSNoMatchingKey();
      const fresh = await ask();
      const added = matching(fresh.jwks, keyId, algorithm);
      if (added === undefined) throw new errors.JWKSNoMatchingKey();
      return imported(fresh, added, algorithm);
    },
  };
}

function matching(jwks: readonly JWK[], keyId: string, algorithm: string): JWK | undefined {
  return jwks.find(
    (jwk) =>
      jwk.kid === keyId &&
      jwk.kty === keyTypes[algorithm] &&
      (jwk.alg === undefined || jwk.alg === algorithm) &&
      (jwk.use === undefined || jwk.use === 'sig'),
  );
}

function imported(keys: KnownKeys, jwk: JWK, algorithm: string): Promise<CryptoKey> {
  const name = `${algorithm} ${jwk.kid}`;
  const known = keys.imported.get(name);
  if (known !== undefined) return known;
  const key = importJWK(jwk, algorithm) as Promise<CryptoKey>;
  keys.imported.set(name, key);
  return key;
}
