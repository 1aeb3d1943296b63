// Sign-in: the authorization request, what comes back from the authority, and how a session begins and ends.
import { afterEach, describe, expect, it } from 'vitest';
import { authorizationUrl, codeOf, sessionFrom } from '../../../../../web/src/auth/oidc-rules.ts';
import { createSessionStore, type SessionStore } from '../../../../../web/src/auth/session.ts';

const config = {
  kind: 'oidc',
  authority: 'https://id.test',
  clientId: 'console',
  scope: 'openid profile',
  roleClaim: 'role',
} as const;
const discovery = {
  issuer: 'https://id.test',
  authorization_endpoint: 'https://id.test/authorize?tenant=a',
  token_endpoint: 'https://id.test/token',
};
const pending = {
  state: 'state-1',
  nonce: 'nonce-1',
  codeVerifier: 'verifier',
  redirectUri: 'https://hub.test/',
  returnTo: '#/records',
};
const nowMs = Date.UTC(2026, 0, 31);
const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
const identity = { iss: 'https://id.test', aud: 'console', nonce: 'nonce-1', exp: nowMs / 1000 + 60, name: 'Ada' };

describe('authorizationUrl', () => {
  it('asks for a code with PKCE, state and nonce, and keeps what the endpoint already had', () => {
    const url = new URL(authorizationUrl(config, discovery, pending, 'challenge'));

    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'a',
      response_type: 'code',
      client_id: 'console',
      redirect_uri: 'https://hub.test/',
      scope: 'openid profile',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    });
  });
});

describe('codeOf', () => {
  it('takes the code of our own question only', () => {
    expect(codeOf(new URLSearchParams('code=c&state=state-1'), pending)).toBe('c');
    expect(() => codeOf(new URLSearchParams('code=c&state=other'), pending)).toThrow('another sign-in');
  });

  it('passes on why the authority refused', () => {
    const answer = new URLSearchParams('state=state-1&error=access_denied&error_description=not+today');

    expect(() => codeOf(answer, pending)).toThrow('not today');
  });
});

describe('sessionFrom', () => {
  const session = (claims: object, access: object = { role: 'approver' }, roleClaim = 'role') =>
    sessionFrom(
      { access_token: token(access), id_token: token(claims), expires_in: 600 },
      pending,
      { ...config, roleClaim },
      discovery,
      nowMs,
    );

  it('takes name, role and lifetime from the tokens', () => {
    expect(session(identity)).toMatchObject({ name: 'Ada', role: 'approver', expiresAtMs: nowMs + 600_000 });
  });

  it('finds the role in the claim that the API reads, and nowhere else', () => {
    const role = (access: object, roleClaim: string) => session({ ...identity, role: 'admin' }, access, roleClaim).role;

    expect(role({ 'https://hub.test/roles': ['operator', 'approver'] }, 'https://hub.test/roles')).toBe('approver');
    expect(role({ groups: ['operator'], role: 'admin' }, 'groups')).toBe('operator');
    expect(role({ role: 'admin' }, 'groups')).toBe('viewer');
  });

  it('knows a person by the id that the API records when only the id token has a name', () => {
    const access = { sub: '5b1c', 'cognito:groups': ['operator'] };

    expect(session(identity, access, 'cognito:groups')).toMatchObject({ name: 'Ada', actor: '5b1c', role: 'operator' });
  });

  it.each([
    ['nonce', 'other', 'another sign-in'],
    ['iss', 'https://evil.test', 'another issuer'],
    ['aud', 'another-client', 'another client'],
    ['exp', nowMs / 1000 - 1, 'expired'],
  ])('refuses an id token whose %s is %s', (claim, value, message) => {
    expect(() => session({ ...identity, [claim]: value })).toThrow(message);
  });

  it('refuses an answer without an id token', () => {
    expect(() => sessionFrom({ access_token: 'x' }, pending, config, discovery, nowMs)).toThrow('no usable token');
  });
});

describe('createSessionStore', () => {
  const stores: SessionStore[] = [];
  const storage = (entries: Record<string, string> = {}) => {
    const map = new Map(Object.entries(entries));
    return {
      map,
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    };
  };
  const make = (store = storage()) => {
    const created = createSessionStore(store, () => nowMs);
    stores.push(created);
    return created;
  };
  const session = {
    accessToken: 't',
    expiresAtMs: nowMs + 600_000,
    name: 'Ada',
    actor: 'Ada',
    role: 'operator',
  } as const;

  afterEach(() => {
    for (const store of stores.splice(0)) store.end();
  });

  it('is found again after a reload of the page', () => {
    const store = storage();
    make(store).begin(session);

    expect(make(store).current.value).toEqual(session);
  });

  it('does not resume a session that has expired, and says so', () => {
    const resumed = make(storage({ 'hub.session': JSON.stringify({ ...session, expiresAtMs: nowMs - 1 }) }));

    expect([resumed.current.value, resumed.expired.value]).toEqual([null, true]);
  });

  it('ignores what it did not write', () => {
    expect(make(storage({ 'hub.session': '{"role":"root"}' })).current.value).toBeNull();
    expect(make(storage({ 'hub.session': 'nonsense' })).current.value).toBeNull();
  });

  it('leaves nothing behind at the end', () => {
    const store = storage();
    const sessions = make(store);
    sessions.begin(session);
    sessions.end();

    expect([sessions.token(), store.map.size, sessions.expired.value]).toEqual([null, 0, false]);
  });

  it('remembers that it was ended by expiry', () => {
    const sessions = make();
    sessions.begin(session);
    sessions.expire();

    expect([sessions.current.value, sessions.expired.value]).toEqual([null, true]);
  });
});
