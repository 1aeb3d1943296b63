// The key cache: however many tokens come, the issuer is asked rarely.
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { fetchKeys } from '../../../../shared/auth/fetch-keys.ts';
import { signingKeys } from '../../../../shared/auth/signing-keys.ts';
import { testIssuer } from '../../../support/tokens.ts';

const jwks = testIssuer().jwks;
const ttlMs = 600_000;
const cooldownMs = 30_000;

function cacheOver(source: () => Promise<readonly JWK[]>) {
  const clock = { ms: 0 };
  let asked = 0;
  const keys = signingKeys(
    () => {
      asked += 1;
      return source();
    },
    { ttlMs, cooldownMs, nowMs: () => clock.ms },
  );
  return { keys, clock, asked: () => asked };
}

describe('signingKeys', () => {
  it('asks once for a thousand unknown key ids within one cooldown', async () => {
    const { keys, asked } = cacheOver(async () => jwks);

    const attempts = Array.from({ length: 1000 }, (_, index) =>
      keys.find(`unknown-${index}`, 'ES256').catch(() => 'none'),
    );
    const found = await Promise.all(attempts);

    expect(new Set(found)).toEqual(new Set(['none']));
    expect(asked()).toBe(1);
  });

  it('asks once for a thousand known keys at the same time, and not again before the time is up', async () => {
    const { keys, clock, asked } = cacheOver(async () => jwks);

    await Promise.all(Array.from({ length: 1000 }, () => keys.find('key-ec', 'ES256')));
    clock.ms = ttlMs - 1;
    await keys.find('key-ec', 'ES256');
    expect(asked()).toBe(1);

    clock.ms = ttlMs;
    await keys.find('key-ec', 'ES256');
    expect(asked()).toBe(2);
  });

  it('finds a key that the issuer added, after the cooldown', async () => {
    let published: readonly JWK[] = [];
    const { keys, clock, asked } = cacheOver(async () => published);
    await expect(keys.find('key-ec', 'ES256')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    published = jwks;

    await expect(keys.find('key-ec', 'ES256')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    clock.ms = cooldownMs;
    await expect(keys.find('key-ec', 'ES256')).resolves.toBeDefined();

    expect(asked()).toBe(2);
  });

  it('goes on with the keys it has while the issuer is down', async () => {
    let up = true;
    const { keys, clock } = cacheOver(async () => {
      if (!up) throw new Error('down');
      return jwks;
    });
    await keys.find('key-ec', 'ES256');
    up = false;
    clock.ms = ttlMs * 3;

    await expect(keys.find('key-ec', 'ES256')).resolves.toBeDefined();
  });

  it('asks an issuer that was never up once per cooldown', async () => {
    const { keys, clock, asked } = cacheOver(async () => {
      throw new Error('down');
    });

    for (let attempt = 0; attempt < 100; attempt += 1)
      await expect(keys.find('key-ec', 'ES256')).rejects.toThrow('down');
    expect(asked()).toBe(1);

    clock.ms = cooldownMs;
    await expect(keys.find('key-ec', 'ES256')).rejects.toThrow('down');
    expect(asked()).toBe(2);
  });

  it.each([
    ['a key of another type', { kty: 'RSA' }],
    ['a key for another algorithm', { alg: 'ES384' }],
    ['a key for encryption', { use: 'enc' }],
  ])('does not use %s', async (_, change) => {
    const { keys } = cacheOver(async () => [{ ...(jwks[0] as JWK), ...change }]);

    await expect(keys.find('key-ec', 'ES256')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });
});

describe('fetchKeys', () => {
  const answering =
    (body: string, status = 200) =>
    async () =>
      new Response(body, { status });

  it('reads the keys of the address', async () => {
    const read = fetchKeys('https://issuer.example.test/jwks', answering(JSON.stringify({ keys: jwks })));

    expect(await read()).toEqual(jwks);
  });

  it('takes no address without https', () => {
    expect(() => fetchKeys('http://issuer.example.test/jwks')).toThrow('JWKS_URL must start with https://');
  });

  it.each([
    ['an error status', answering('{"keys":[]}', 500)],
    ['no JSON', answering('<html>')],
    ['no keys', answering('{}')],
    ['null', answering('null')],
    ['an endless answer', answering(JSON.stringify({ keys: [], more: 'x'.repeat(70_000) }))],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('is transient when the issuer gives %s', async (_, request) => {
    await expect(fetchKeys('https://issuer.example.test/jwks', request)()).rejects.toMatchObject({
      kind: 'transient',
      code: 'AUTH.KEYS_UNAVAILABLE',
    });
  });
});
