// Tokens: what is accepted, and every way known to us of forging one.

import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { signingKeys } from '../../../../shared/auth/signing-keys.ts';
import { rememberTokenMs, tokenVerifier } from '../../../../shared/auth/verify-token.ts';
import { HubError } from '../../../../shared/errors/hub-error.ts';
import { secondsFromNow, testIssuer, testNowMs, testRsaIssuer, testRules } from '../../../support/tokens.ts';

const issuer = testRsaIssuer();
const refused = (code = 'AUTH.TOKEN_INVALID') => expect.objectContaining({ name: 'HubError', code });
const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokenVerifier', () => {
  it('says who a valid token speaks for', async () => {
    expect(await issuer.verify(issuer.token())).toEqual({ subject: 'person-1', name: 'Pat Example', role: 'operator' });
  });

  it.each([
    ['an RS256 token', () => issuer.rsaToken()],
    ['our audience among several', () => issuer.token({ aud: ['other', 'integration-hub'] })],
    ["the audience in Cognito's client_id", () => issuer.token({ aud: undefined, client_id: 'integration-hub' })],
    ['no typ', () => issuer.token({}, { typ: undefined })],
    ['typ at+jwt', () => issuer.token({}, { typ: 'at+JWT' })],
    ['an expiry within the leeway', () => issuer.token({ exp: secondsFromNow(-59) })],
    ['a not-before within the leeway', () => issuer.token({ nbf: secondsFromNow(59) })],
  ])('accepts %s', async (_, token) => {
    await expect(issuer.verify(token())).resolves.toMatchObject({ subject: 'person-1' });
  });

  it.each([
    ['another issuer', { iss: 'urn:other' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'other' }],
    ['an audience that only begins like ours', { aud: 'integration-hub-2' }],
    ['no audience', { aud: undefined }],
    ["another client's client_id", { aud: undefined, client_id: 'other' }],
    ['a foreign audience, whatever client_id says', { aud: 'other', client_id: 'integration-hub' }],
    ['an expiry in the past', { exp: secondsFromNow(-61) }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: 'tomorrow' }],
    ['a not-before in the future', { nbf: secondsFromNow(61) }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
  ])('refuses %s', async (_, claims) => {
    await expect(issuer.verify(issuer.token(claims))).rejects.toEqual(refused());
  });

  it.each([
    ['an unknown key id', { kid: 'key-x' }],
    ['no key id', { kid: undefined }],
    ["another key's id", { kid: 'key-rsa' }],
    ['algorithm ES384', { alg: 'ES384' }],
    ['algorithm PS256 with the RSA key', { alg: 'PS256', kid: 'key-rsa' }],
    ['algorithm RS256 with the elliptic key', { alg: 'RS256' }],
    ['no algorithm', { alg: undefined }],
    ['a type that is no token', { typ: 'dpop+jwt' }],
    ['a critical extension', { crit: ['exp'] }],
  ])('refuses a header with %s', async (_, header) => {
    await expect(issuer.verify(issuer.token({}, header))).rejects.toEqual(refused());
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('refuses the unsigned algorithm written %s', async (alg) => {
    const [, claims] = issuer.token().split('.');
    for (const signature of ['', 'AA']) {
      const token = `${segment({ alg, kid: 'key-ec', typ: 'JWT' })}.${claims}.${signature}`;
      await expect(issuer.verify(token)).rejects.toEqual(refused());
    }
  });

  it('refuses HS256 signed with the public key, in every form it is published in', async () => {
    const [elliptic, rsa] = issuer.jwks as [JWK, JWK];
    const secrets = [
      issuer.publicKeyPem,
      issuer.publicKeyPem.trim(),
      JSON.stringify(rsa),
      JSON.stringify({ keys: issuer.jwks }),
      String(rsa.n),
      String(elliptic.x),
    ];

    for (const secret of secrets) {
      for (const kid of ['key-rsa', 'key-ec', undefined]) {
        await expect(issuer.verify(issuer.hmacToken(secret, { kid }))).rejects.toEqual(refused());
      }
    }
  });

  it('never uses a key or an address that the token brings along', async () => {
    const foreign = testIssuer();
    const brought = {
      jwk: foreign.jwks[0],
      jku: 'https://attacker.example.test/keys',
      x5u: 'https://attacker.example.test/x',
    };

    await expect(issuer.verify(foreign.token({}, brought))).rejects.toEqual(refused());
    await expect(issuer.verify(issuer.token({}, brought))).resolves.toMatchObject({ subject: 'person-1' });
  });

  it('refuses a token whose signature is gone, cut, foreign or all zero', async () => {
    const [header, claims, signature = ''] = issuer.token().split('.');
    const other = testIssuer().token().split('.')[2];
    const zero = Buffer.alloc(64).toString('base64url');
    for (const wrong of ['', signature.slice(0, -4), other, zero, `${signature}AAAA`]) {
      await expect(issuer.verify(`${header}.${claims}.${wrong}`)).rejects.toEqual(refused());
    }
    await expect(issuer.verify(`${header}.${claims}`)).rejects.toEqual(refused());
  });

  it('refuses a token with a bit of any byte flipped', async () => {
    const token = issuer.token();
    const flips = Array.from({ length: token.length }, (_, byte) => byte * 8 + (byte % 8));
    const accepted: number[] = [];

    for (const flip of flips) {
      const bytes = Buffer.from(token, 'latin1');
      bytes[flip >> 3] = (bytes[flip >> 3] ?? 0) ^ (1 << (flip & 7));
      const outcome = await issuer.verify(bytes.toString('latin1')).catch((error: unknown) => error);
      if (!(outcome instanceof HubError) || outcome.code !== 'AUTH.TOKEN_INVALID') accepted.push(flip);
    }

    expect(accepted).toEqual([]);
  });

  it.each(['', '.', '..', 'a.b.c', 'x'.repeat(9000), `${'A'.repeat(20)}.${'A'.repeat(20)}.${'A'.repeat(20)}`])(
    'refuses text that is no token (%#)',
    async (text) => {
      await expect(issuer.verify(text)).rejects.toEqual(refused());
    },
  );

  it.each([
    ['one role', 'approver', 'approver'],
    ['the highest of several', ['viewer', 'admin', 'operator'], 'admin'],
    ['the known one among strangers', ['eu-west_Google', 'viewer'], 'viewer'],
  ])('takes %s from the claim', async (_, claim, role) => {
    await expect(issuer.verify(issuer.token({ role: claim }))).resolves.toMatchObject({ role });
  });

  it.each([['root'], [[]], [undefined], [{ admin: true }], ['ADMIN'], [['super', 1]]])(
    'forbids a caller without a role of ours: %j',
    async (claim) => {
      await expect(issuer.verify(issuer.token({ role: claim }))).rejects.toEqual(refused('AUTH.NO_ROLE'));
    },
  );

  it('reads the role from the configured claim', async () => {
    const cognito = testIssuer({ ...testRules, roleClaim: 'cognito:groups' });

    const caller = await cognito.verify(cognito.token({ 'cognito:groups': ['operator'], name: undefined }));

    expect(caller).toEqual({ subject: 'person-1', name: 'person-1', role: 'operator' });
  });

  it('says a failing key source is transient, not that the token is wrong', async () => {
    const down = new HubError({ kind: 'transient', code: 'AUTH.KEYS_UNAVAILABLE', message: 'down' });
    const keys = signingKeys(() => Promise.reject(down), { ttlMs: 1000, cooldownMs: 1000 });
    const verify = tokenVerifier(testRules, keys, () => testNowMs);

    await expect(verify(issuer.token())).rejects.toBe(down);
  });

  it('checks a signature once a minute, and looks at the expiry each time', async () => {
    let nowMs = testNowMs;
    let found = 0;
    const keys = signingKeys(async () => [...issuer.jwks], { ttlMs: 600_000, cooldownMs: 0 });
    const counted = {
      find: (...given: Parameters<typeof keys.find>) => {
        found += 1;
        return keys.find(...given);
      },
    };
    const verify = tokenVerifier(testRules, counted, () => nowMs);
    const token = issuer.token({ exp: secondsFromNow(90) });

    await Promise.all([await verify(token), await verify(token)]);
    const atOnce = found;
    nowMs += rememberTokenMs;
    await verify(token);
    const aMinuteLater = found;
    nowMs = testNowMs + 151_000;

    expect([atOnce, aMinuteLater]).toEqual([1, 2]);
    await expect(verify(token)).rejects.toEqual(refused());
  });

  it('remembers no token that it refused, and takes no other for a known one', async () => {
    const good = issuer.token();
    await issuer.verify(good);
    const other = `${good.slice(0, -4)}AAAA`;

    await expect(issuer.verify(other)).rejects.toEqual(refused());
    await expect(issuer.verify(other)).rejects.toEqual(refused());
  });
});
