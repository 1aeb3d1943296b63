// The development issuer: signs tokens for the demonstration users. No other stage may use it.
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Role } from '../contracts/values/permissions.ts';
import { HubError } from '../errors/hub-error.ts';

/** Validity of a token in seconds: a working day. */
export const tokenSeconds = 28_800;
const algorithm = 'ES256';

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

export interface TokenIssuer {
  issue(person: Person): Promise<string>;
  /** Public half of the signing key. */
  publicKeys(): Promise<readonly JWK[]>;
}

export interface TokenIssuerOptions {
  readonly store: {
    privateKey(): Promise<JWK | undefined>;
    keepFirst(pair: { readonly privateKey: JWK; readonly publicKey: JWK }): Promise<void>;
  };
  readonly issuer: string;
  readonly audience: string;
  readonly nowMs: () => number;
  /** Generates the key id (`kid`); called once, when the key is created. */
  readonly newKeyId: () => string;
}

interface SigningKey {
  readonly key: CryptoKey;
  readonly jwk: JWK;
}

export function tokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  let ready: Promise<SigningKey> | undefined;
  const signingKey = async (): Promise<SigningKey> => {
    ready ??= loadOrMake(options);
    try {
      return await ready;
    } catch (error) {
      ready = undefined;
      throw error;
    }
  };
  return {
    issue: async (person) => {
      const { key, jwk } = await signingKey();
      const issuedAt = Math.floor(options.nowMs() / 1000);
      return new SignJWT({ name: person.name, role: person.role })
        .setProtectedHeader({ alg: algorithm, kid: String(jwk.kid), typ: 'JWT' })
        .setIssuer(options.issuer)
        .setAudience(options.audience)
        .setSubject(person.subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenSeconds)
        .sign(key);
    },
    publicKeys: async () => [publicHalf((await signingKey()).jwk)],
  };
}

async function loadOrMake({ store, newKeyId }: TokenIssuerOptions): Promise<SigningKey> {
  let jwk = await store.privateKey();
  if (jwk === undefined) {
    const privateKey = await newPrivateKey(newKeyId());
    await store.keepFirst({ privateKey, publicKey: publicHalf(privateKey) });
    // Read again: another execution environment may have stored its key first, and the stored key is the valid one.
    jwk = await store.privateKey();
  }
  if (jwk === undefined) {
    throw new HubError({
      kind: 'transient',
      code: 'AUTH.KEYS_UNAVAILABLE',
      message: 'the issuer has no key yet; try again',
    });
  }
  return { jwk, key: (await importJWK(jwk, algorithm)) as CryptoKey };
}

async function newPrivateKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: algorithm, use: 'sig' };
}

function publicHalf({ d: _private, ...jwk }: JWK): JWK {
  return jwk;
}
