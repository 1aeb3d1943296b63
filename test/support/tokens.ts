// Tokens for tests: an issuer with its own keys, and forged tokens.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { signingKeys } from '../../shared/auth/signing-keys.ts';
import { type TokenRules, type TokenVerifier, tokenVerifier } from '../../shared/auth/verify-token.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';

export const testRules: TokenRules = { issuer: 'urn:test:issuer', audience: 'integration-hub', roleClaim: 'role' };

/** Time at which test tokens are issued and verified. */
export const testNowMs = Date.parse('2026-03-01T12:00:00.000Z');
const nowSeconds = testNowMs / 1000;

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface TestIssuer {
  readonly verify: TokenVerifier;
  readonly jwks: readonly JWK[];
  /** A valid token, unless `claims` or `header` make it invalid; `undefined` removes a member. */
  token(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
  tokenFor(role: Role): string;
}

export interface RsaIssuer extends TestIssuer {
  readonly publicKeyPem: string;
  /** Signed with a symmetric secret instead of the private key. */
  hmacToken(secret: string, header?: Readonly<Record<string, unknown>>): string;
  rsaToken(claims?: Readonly<Record<string, unknown>>): string;
}

/** An issuer with an ES256 key. */
export function testIssuer(rules: TokenRules = testRules): TestIssuer {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return issuerOf(rules, elliptic.privateKey, [publicJwk(elliptic.publicKey, 'key-ec', 'ES256')]);
}

/** An issuer with an RS256 key beside the ES256 key. Making an RSA key takes a quarter of a second. */
export function testRsaIssuer(): RsaIssuer {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = [publicJwk(elliptic.publicKey, 'key-ec', 'ES256'), publicJwk(rsa.publicKey, 'key-rsa', 'RS256')];
  return {
    ...issuerOf(testRules, elliptic.privateKey, jwks),
    publicKeyPem: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    hmacToken: (secret, header = {}) => {
      const text = unsigned(testRules, { alg: 'HS256', kid: 'key-rsa', typ: 'JWT', ...header }, {});
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
    rsaToken: (claims = {}) => {
      const text = unsigned(testRules, { alg: 'RS256', kid: 'key-rsa', typ: 'JWT' }, claims);
      return `${text}.${sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url')}`;
    },
  };
}

function issuerOf(rules: TokenRules, key: KeyObject, jwks: readonly JWK[]): TestIssuer {
  const keys = signingKeys(async () => [...jwks], { ttlMs: 600_000, cooldownMs: 30_000 });
  const token: TestIssuer['token'] = (claims = {}, header = {}) => {
    const text = unsigned(rules, { alg: 'ES256', kid: 'key-ec', typ: 'JWT', ...header }, claims);
    return `${text}.${signed(text, key)}`;
  };
  return {
    verify: tokenVerifier(rules, keys, () => testNowMs),
    jwks,
    token,
    tokenFor: (role) => token({ sub: `person-${role}`, name: `Test ${role}`, role }),
  };
}

const unsigned = (rules: TokenRules, header: object, claims: object): string =>
  `${segment(header)}.${segment({ ...validClaims(rules), ...claims })}`;

/** Claims of a token that is valid at `testNowMs`. */
export function validClaims(rules: TokenRules): Readonly<Record<string, unknown>> {
  return {
    iss: rules.issuer,
    aud: rules.audience,
    sub: 'person-1',
    name: 'Pat Example',
    [rules.roleClaim]: 'operator',
    iat: nowSeconds,
    exp: nowSeconds + 600,
  };
}

export const secondsFromNow = (seconds: number): number => nowSeconds + seconds;

const signed = (text: string, key: KeyObject): string =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

function publicJwk(key: KeyObject, kid: string, alg: string): JWK {
  return { ...(key.export({ format: 'jwk' }) as JWK), kid, alg, use: 'sig' };
}
