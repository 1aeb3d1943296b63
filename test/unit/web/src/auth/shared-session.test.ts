// One session for all tabs: who asks, who answers, and that an end is an end everywhere.
import { afterEach, describe, expect, it } from 'vitest';
import { createSessionStore } from '../../../../../web/src/auth/session.ts';
import { type Channel, type SharedSession, shareSession } from '../../../../../web/src/auth/shared-session.ts';

const session = {
  accessToken: 't',
  expiresAtMs: Date.now() + 600_000,
  name: 'Ada',
  actor: 'Ada',
  role: 'operator',
} as const;
const tabs: SharedSession[] = [];

/** A browser: what one tab posts reaches all others at once, in storages of their own. */
function browser() {
  const listeners: Parameters<Channel['addEventListener']>[1][] = [];
  return {
    post: (data: unknown) => {
      for (const listener of listeners) listener({ data });
    },
    open(): SharedSession {
      let own: (typeof listeners)[number] | undefined;
      const channel: Channel = {
        addEventListener(_type, listener) {
          own = listener;
          listeners.push(listener);
        },
        postMessage(data) {
          for (const listener of listeners) if (listener !== own) listener({ data: structuredClone(data) });
        },
      };
      const kept = new Map<string, string>();
      const storage = {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value),
        removeItem: (key: string) => void kept.delete(key),
      };
      const tab = shareSession(createSessionStore(storage), channel, 5);
      tabs.push(tab);
      return tab;
    },
  };
}

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.end();
});

describe('shareSession', () => {
  it('takes over the session of a tab that is open', async () => {
    const { open } = browser();
    open().begin(session);
    const second = open();

    await second.join();

    expect(second.current.value).toEqual(session);
  });

  it('lets somebody sign in when no other tab answers', async () => {
    const { open } = browser();
    open();
    const second = open();

    await second.join();

    expect(second.current.value).toBeNull();
  });

  it('signs in the tabs that wait at the sign-in page, and no other', () => {
    const { open } = browser();
    const [first, second, third] = [open(), open(), open()];
    first.begin(session);
    third.begin({ ...session, name: 'Grace' });

    expect([first, second, third].map((tab) => tab.current.value?.name)).toEqual(['Ada', 'Ada', 'Grace']);
  });

  it('ends everywhere with a sign-out', () => {
    const { open } = browser();
    const [first, second] = [open(), open()];
    first.begin(session);
    second.end();

    expect([first.current.value, second.current.value, first.expired.value]).toEqual([null, null, false]);
  });

  it('tells who listens of each sign-out, here or elsewhere, and of no session that expired', () => {
    const { open } = browser();
    const [first, second] = [open(), open()];
    const heard: string[] = [];
    first.onEnd(() => heard.push('first'));
    second.onEnd(() => heard.push('second'));
    first.begin(session);
    first.expire();
    first.begin(session);
    second.end();

    expect(heard).toEqual(['second', 'first']);
  });

  it('ends in one tab only when the API no longer accepts the token there', () => {
    const { open } = browser();
    const [first, second] = [open(), open()];
    first.begin(session);
    second.expire();

    expect([first.current.value, second.current.value]).toEqual([session, null]);
  });

  it('believes no answer that nobody waits for, and nothing that is no session', () => {
    const { open, post } = browser();
    const tab = open();

    post({ kind: 'answered', session });
    post({ kind: 'begun', session: { role: 'root' } });

    expect(tab.current.value).toBeNull();
  });
});
