// The development issuer: its tokens are accepted, and two of them at once end up with one key.
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { people, personFor } from '../../../../functions/development/people.ts';
import { tokenIssuer } from '../../../../shared/auth/issue-token.ts';
import { signingKeys } from '../../../../shared/auth/signing-keys.ts';
import { tokenVerifier } from '../../../../shared/auth/verify-token.ts';
import { roles } from '../../../../shared/contracts/values/permissions.ts';
import { testNowMs, testRules } from '../../../support/tokens.ts';

function memoryStore() {
  let kept: { privateKey: JWK; publicKey: JWK } | undefined;
  return {
    privateKey: async () => kept?.privateKey,
    keepFirst: async (pair: { privateKey: JWK; publicKey: JWK }) => {
      kept ??= pair;
    },
  };
}

let made = 0;
const issuerOver = (store: ReturnType<typeof memoryStore>) =>
  tokenIssuer({
    store,
    issuer: testRules.issuer,
    audience: testRules.audience,
    nowMs: () => testNowMs,
    newKeyId: () => {
      made += 1;
      return `key-${made}`;
    },
  });

describe('tokenIssuer', () => {
  it.each(people)('signs in $name', async (person) => {
    const issuer = issuerOver(memoryStore());
    const keys = signingKeys(() => issuer.publicKeys(), { ttlMs: 1, cooldownMs: 1 });

    const caller = await tokenVerifier(testRules, keys, () => testNowMs)(await issuer.issue(person));

    expect(caller).toEqual(person);
  });

  it('shares one key between two issuers that start at the same time', async () => {
    const store = memoryStore();
    const [first, second] = [issuerOver(store), issuerOver(store)];

    const [keysOfFirst, keysOfSecond] = await Promise.all([first.publicKeys(), second.publicKeys()]);

    expect(keysOfFirst).toEqual(keysOfSecond);
  });

  it('never publishes the private half', async () => {
    const [key] = await issuerOver(memoryStore()).publicKeys();

    expect(key).not.toHaveProperty('d');
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  });

  it('tries again after its store failed', async () => {
    const store = memoryStore();
    let broken = true;
    const issuer = issuerOver({
      ...store,
      privateKey: () => (broken ? Promise.reject(new Error('down')) : store.privateKey()),
    });
    await expect(issuer.publicKeys()).rejects.toThrow('down');
    broken = false;

    await expect(issuer.publicKeys()).resolves.toHaveLength(1);
  });
});

describe('personFor', () => {
  it.each(roles)('has somebody for the role %s', (role) => {
    expect(personFor(role, undefined)).toMatchObject({ role, subject: expect.stringMatching(/^person-/) });
  });

  it('makes guests of other names, a different one for each role', () => {
    const guests = roles.map((role) => personFor(role, 'Sam'));

    expect(new Set(guests.map((guest) => guest.subject)).size).toBe(roles.length);
    expect(guests.every((guest) => guest.name === 'Sam')).toBe(true);
  });
});
